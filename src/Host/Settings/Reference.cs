namespace ActorMigrate.Host.Settings;

/// <summary>The embedded <c>hocon/reference.conf</c>: every setting's default and description.</summary>
internal static class Reference
{
    /// <summary>Its whole text.</summary>
    public static string Text { get; } = ReadText();

    /// <summary>The lowest layer.</summary>
    public static HoconLayer Layer() => HoconLayer.Parse("reference.conf", Text);

    /// <summary>The one line that says what <paramref name="setting"/> is.</summary>
    public static string Describe(Setting setting) => KeyLines.Of(Text).CommentOf(setting.FullKey) ?? "";

    private static string ReadText()
    {
        using var stream = typeof(Reference).Assembly.GetManifestResourceStream("reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
