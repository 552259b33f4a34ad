using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Renaming;

/// <summary>Spells types and defaults of the source's columns as the target does, where several schemas are renamed.</summary>
internal sealed class RenamedTypes
{
    private readonly Dictionary<string, string> names = [];

    public RenamedTypes(DatabaseCatalog source)
    {
        if (source.Probes.Count == 0)
            return;
        var others =
            source.Probes.Select(probe => (Probe: probe, Tables: probe.Catalog.AllTables.ToDictionary(table => table.Oid))).ToList();
        foreach (var table in source.AllTables)
        {
            for (var at = 0; at < table.Columns.Count; at++)
            {
                var column = table.Columns[at];
                var probed = others.Select(other => (other.Probe, Column: other.Tables[table.Oid].Columns[at])).ToList();
                Add(column.TypeName, probed.Select(other => (other.Probe, other.Column.TypeName)));
                if (column.Default is { } value)
                    Add(value.Expression, probed.Select(other => (other.Probe, other.Column.Default!.Expression)));
            }
        }
    }

    /// <summary>Returns the same columns with the target's names in types and defaults.</summary>
    public IReadOnlyList<Column> InTarget(IReadOnlyList<Column> columns) => names.Count == 0
        ? columns
        : [.. columns.Select(column => column with
        {
            TypeName = names[column.TypeName],
            Default = column.Default is { } value ? value with { Expression = names[value.Expression] } : null,
        })];

    private void Add(string text, IEnumerable<(SchemaProbe Probe, string Text)> probed)
    {
        if (!names.ContainsKey(text))
            names[text] = QualifierRename.Of(text, probed) ?? text;
    }
}
