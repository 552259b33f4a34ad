using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Writes ANALYZE of each table once its rows are in and what statistics are gathered for is made, because a planner without
/// statistics plans badly from the first query on, and autovacuum comes late and never to a
/// partitioned table (manual, section 24.1.3).</summary>
internal static class AnalyzeWriter
{
    // One transaction locks all partitions of a partitioned table; the lock table of a default server has room for some thousands.
    private const int MostPartitions = 1000;

    /// <summary>Returns the step of making an index or a statistics object of a table.</summary>
    public static Step Before(uint table) => new("measured", table);

    /// <summary>Writes ANALYZE. A parent with a foreign child in the source or in the target is left out, because ANALYZE of a
    /// parent reads its children, too.</summary>
    public static IEnumerable<Draft> Write(Table table, DdlContext context)
    {
        if (!context.Options.Analyze)
            yield break;
        if (Root(table, context) is { } root && root != table && IsAnalyzedWhole(root, context))
            yield break;
        if (table.HasRows && !context.ParentsOfForeignTables.Contains(table.Oid))
            yield return Analyze(table, [table], context);
        else if (!table.IsPartition && IsAnalyzedWhole(table, context))
            yield return Analyze(table, [.. Leaves.TablesOf(table, context)], context);
    }

    /// <summary>Returns a finding for each table that ANALYZE does not reach as a whole, because the target has a foreign table below
    /// it.</summary>
    public static IEnumerable<Finding> Findings(DdlContext context) => !context.Options.Analyze ? [] :
        context.Catalog.AllTables.Where(table => table.HasRows || !table.IsPartition)
            .Select(table => (Table: table, Foreign: context.ForeignInTarget(table)))
            .Where(pair => pair.Foreign is not null)
            .Select(pair => new Finding(
                $"{ObjectKinds.Analyze} {context.Mapped(pair.Table.Name)}",
                $"The table is not analyzed as a whole: ANALYZE would read {pair.Foreign}, a foreign table below it that only the target "
                    + "has.",
                null,
                $"Once that table's server may be read: ANALYZE {context.Qualify(pair.Table.Name)};"));

    private static Table Root(Table table, DdlContext context)
    {
        var root = table;
        while (root.IsPartition && context.TableOf(root.Parents.Oids[0]) is { } parent)
            root = parent;
        return root;
    }

    private static bool IsAnalyzedWhole(Table root, DdlContext context) =>
        root.IsPartitioned
        && !context.ParentsOfForeignTables.Contains(root.Oid)
        && Leaves.TablesOf(root, context).Take(MostPartitions + 1).Count() is > 0 and <= MostPartitions;

    private static Draft Analyze(Table table, IReadOnlyList<Table> leaves, DdlContext context) => new()
    {
        Needs = [table.Address],
        After = [TableWriter.Ready(table), Before(table.Oid), .. leaves.SelectMany(
            leaf => leaf.Constraints.Select(KeyIndexWriter.Built).Concat([TableWriter.Ready(leaf), Before(leaf.Oid)]))],
        Stage = SchemaStage.AfterTransfer,
        Kind = ObjectKinds.Analyze,
        Name = context.Mapped(table.Name).ToString(),
        Table = table.Name,
        NeedsData = [.. leaves.Select(leaf => leaf.Name)],
        Statements = [$"ANALYZE {context.Qualify(table.Name)}"],
    };
}
