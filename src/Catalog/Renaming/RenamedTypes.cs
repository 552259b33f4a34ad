using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>Spells the types of the source's columns as the target does, where several schemas are renamed.</summary>
internal sealed class RenamedTypes
{
    private readonly Dictionary<string, string> names = [];

    public RenamedTypes(DatabaseCatalog source)
    {
        if (source.Probes.Count == 0)
            return;
        var others = source.Probes.Select(probe => (Probe: probe, Tables: probe.Catalog.AllTables.ToDictionary(table => table.Oid))).ToList();
        foreach (var table in source.AllTables)
        {
            for (var at = 0; at < table.Columns.Count; at++)
            {
                var name = table.Columns[at].TypeName;
                if (!names.ContainsKey(name))
                    names[name] = QualifierRename.Of(name, others.Select(other => (other.Probe, other.Tables[table.Oid].Columns[at].TypeName))) ?? name;
            }
        }
    }

    /// <summary>The same columns with the target's names of their types.</summary>
    public IReadOnlyList<Column> InTarget(IReadOnlyList<Column> columns) => names.Count == 0
        ? columns
        : [.. columns.Select(column => column with { TypeName = names[column.TypeName] })];
}
