namespace ActorMigrate.Catalog.Renaming;

/// <summary>The source's catalogs, read once more with a schema first in the path: what is named differently there names that schema.
/// <paramref name="Quoted"/> is the schema's new name as PostgreSQL writes it.</summary>
internal sealed record SchemaProbe(string Schema, string Quoted, DatabaseCatalog Catalog);

/// <summary>Puts new names of schemas into deparsed text.</summary>
internal static class QualifierRename
{
    /// <summary>Returns <paramref name="text"/> with the new names, or null where the texts do not align. Each of
    /// <paramref name="probes"/> is the same text deparsed with that schema first in the path.</summary>
    public static string? Of(string text, IEnumerable<(SchemaProbe Probe, string Text)> probes)
    {
        IReadOnlyList<SqlToken>? tokens = null;
        foreach (var (probe, bare) in probes.Where(probe => probe.Text != text))
        {
            tokens ??= SqlTokenizer.Tokens(text);
            if (QualifierSearch.Of(tokens, SqlTokenizer.Tokens(bare), probe.Schema) is not { } found)
                return null;
            foreach (var name in found)
                name.Replacement = probe.Quoted;
        }
        return tokens is null ? text : SqlToken.Render(text, tokens);
    }
}
