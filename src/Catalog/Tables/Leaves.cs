using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Finds the tables that hold a table's rows: itself, or the leaves of a partitioned one.</summary>
internal static class Leaves
{
    public static IReadOnlyList<QualifiedName> Of(Table table, DdlContext context) =>
        [.. TablesOf(table, context).Select(leaf => leaf.Name)];

    public static IEnumerable<Table> TablesOf(Table table, DdlContext context) =>
        table.IsPartitioned
            ? context.PartitionsOf(table).SelectMany(partition => TablesOf(partition, context))
            : table.HasRows ? [table]
            : [];
}
