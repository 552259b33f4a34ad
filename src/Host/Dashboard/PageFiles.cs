namespace ActorMigrate.Host.Dashboard;

/// <summary>The page's files, which are embedded in the program.</summary>
internal static class PageFiles
{
    /// <summary>The policy under which browsers show them: nothing but these files, and no script or style within the page.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action "
            + "'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, (string Name, string Type)> _files = new(StringComparer.Ordinal)
    {
        ["/"] = ("dashboard.html", "text/html; charset=utf-8"),
        ["/dashboard.css"] = ("dashboard.css", "text/css; charset=utf-8"),
        ["/dashboard.js"] = ("dashboard.js", "text/javascript; charset=utf-8"),
        ["/tables.js"] = ("tables.js", "text/javascript; charset=utf-8"),
        ["/chart.js"] = ("chart.js", "text/javascript; charset=utf-8"),
        ["/lists.js"] = ("lists.js", "text/javascript; charset=utf-8"),
        ["/control.js"] = ("control.js", "text/javascript; charset=utf-8"),
        ["/words.js"] = ("words.js", "text/javascript; charset=utf-8"),
        ["/icon.svg"] = ("icon.svg", "image/svg+xml"),
    };

    /// <summary>Returns the file at <paramref name="path"/> and its type, or null where there is none.</summary>
    public static (byte[] Content, string Type)? Find(string path)
    {
        if (!_files.TryGetValue(path, out var file))
            return null;
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(file.Name)
            ?? throw new InvalidOperationException($"{file.Name} is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return (copy.ToArray(), file.Type);
    }
}
