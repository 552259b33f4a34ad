namespace ActorMigrate.Host.Settings;

/// <summary>The embedded <c>hocon/reference.conf</c>: every setting's default and description.</summary>
internal static class Reference
{
    private static readonly Lazy<string> _text = new(ReadText);
    private static readonly Lazy<HoconLayer> _layer = new(() => HoconLayer.Parse("reference.conf", _text.Value));
    private static readonly Lazy<KeyLines> _lines = new(() => KeyLines.Of(_text.Value));

    /// <summary>The lowest layer.</summary>
    public static HoconLayer Layer => _layer.Value;

    /// <summary>Returns the default of <paramref name="setting"/> as text; null for a list.</summary>
    public static string? DefaultOf(Setting setting) => Layer.Config.GetString(setting.FullKey);

    /// <summary>Returns the one line that says what <paramref name="setting"/> is.</summary>
    public static string Describe(Setting setting) => _lines.Value.CommentOf(setting.FullKey) ?? "";

    private static string ReadText()
    {
        using var stream = typeof(Reference).Assembly.GetManifestResourceStream("reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
