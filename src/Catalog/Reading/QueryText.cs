namespace ActorMigrate.Catalog;

/// <summary>The catalog queries, which are embedded in the assembly.</summary>
internal static class QueryText
{
    public static string Of(string file)
    {
        using var stream = typeof(QueryText).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The query {file} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
