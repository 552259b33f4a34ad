using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Validation.Definitions;

namespace ActorMigrate.Validation;

/// <summary>The differences of definitions and the tables that could not be compared, each cause once with all objects that it hit. A table
/// that the target lacks stands under its definition. Pure.</summary>
/// <param name="Tables">The tables; the error of one that could not be compared begins with the object that the findings name.</param>
/// <param name="Findings">The causes.</param>
/// <param name="Counts">The objects that differ, by kind, and those that are missing with another. Rows are not among them.</param>
public sealed record ComparisonFailures(
    IReadOnlyList<TableSummary> Tables, IReadOnlyList<Finding> Findings, FailureCounts Counts)
{
    private const string TableKind = ObjectKinds.Table;
    private const string LargeObjectsKind = "large objects";

    /// <summary>Returns the failures of a comparison.</summary>
    public static ComparisonFailures Of(IReadOnlyList<TableSummary> tables, IReadOnlyList<DefinitionDifference> differences)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(differences);
        var told = differences.Where(difference => difference.IsMissing).Select(difference => difference.Object).ToHashSet();
        var failed = tables.Where(table => table.NotCompared is not null && !told.Contains(ObjectOf(table)));
        return new ComparisonFailures(
            [.. tables.Select(Named)],
            [.. FailureGroups.Of([.. Unsettled(differences), .. failed.Select((table, i) => Unsettled(table, differences.Count + i))])
                .Select(FailureGroups.Finding)],
            CountsOf(differences));
    }

    private static FailureCounts CountsOf(IReadOnlyList<DefinitionDifference> differences)
    {
        var objects = differences.DistinctBy(difference => difference.Object).ToList();
        return new FailureCounts(
            objects.Where(one => one.MissingWith is null).GroupBy(one => one.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .ToDictionary(kind => kind.Key, kind => kind.Count()),
            objects.Count(one => one.MissingWith is not null));
    }

    private static string KindOf(TableSummary table) => table.AreLargeObjects ? LargeObjectsKind : TableKind;

    private static string ObjectOf(TableSummary table) => $"{KindOf(table)} {table.Target}";

    private static TableSummary Named(TableSummary table) =>
        table.NotCompared is null ? table : table with { Error = $"{ObjectOf(table)}: {table.Error}" };

    private static IEnumerable<UnsettledTask> Unsettled(IReadOnlyList<DefinitionDifference> differences)
    {
        var numbers = differences.Select((difference, i) => (difference.Object, Number: (long)i)).DistinctBy(one => one.Object)
            .ToDictionary(one => one.Object, one => one.Number);
        return differences.Select((one, i) => new UnsettledTask(
            i, one.Kind, one.Name, TaskLane.Schema, one.MissingWith is null, one.Message, null, one.Remedy, 0, null,
            one.MissingWith is { } with ? [numbers[with]] : []));
    }

    private static UnsettledTask Unsettled(TableSummary table, int number) => new(
        number, KindOf(table), table.Target.ToString(), TaskLane.Compare, true, table.NotCompared!.Message, table.NotCompared.SqlState,
        table.NotCompared.Remedy, 0, null, []);
}
