namespace ActorMigrate.Postgres;

/// <summary>Reads this room's <c>.sql</c> files, which are embedded under their file names.</summary>
internal static class EmbeddedSql
{
    /// <summary>The text of the file <paramref name="name"/>.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded file {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
