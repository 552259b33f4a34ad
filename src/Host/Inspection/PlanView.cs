using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration;
using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Host.Inspection;

/// <summary>Writes a plan for people. Long lists are cut, and say by how much; <c>--json</c> has all of them.</summary>
internal static class PlanView
{
    private const int MostTables = 20;
    private const int MostPartitions = 8;
    private const int MostOthers = 20;
    private const int Hanging = 4;

    /// <summary>Writes the plan; lines are broken at <paramref name="width"/> columns, where that is not null.</summary>
    public static void Write(MigrationPlan plan, TextWriter output, int? width)
    {
        foreach (var line in Lines(plan).Select(Printable.Line))
        {
            var indent = line.Length - line.TrimStart().Length + Hanging;
            foreach (var part in width is { } columns ? Wrapped.Lines(line, columns - 1, indent) : [line])
                output.WriteLine(part);
        }

        output.Flush();
    }

    private static IEnumerable<string> Lines(MigrationPlan plan) =>
    [
        "Plan of a migration; nothing was changed",
        $"  from {plan.Source}",
        $"  to   {plan.Target}",
        $"Tables  {Amounts.Count(plan.Tables.Count, "table")}, about {Amounts.Count(plan.Tables.Sum(table => table.EstimatedRows))} rows, "
            + $"{Amounts.Bytes(plan.Estimate.TableBytes)}, in {Copies(plan.Copies.Count)}",
        .. Cut(plan.Tables, MostTables, "table", table => Table(table, [.. plan.Copies.Where(copy => copy.Relation == table.Id)])),
        Formats(plan.Tables),
        .. Objects(plan),
        .. plan.Settings.Select(setting => $"Setting {setting.Name}: {setting.Value} ({setting.Why})"),
        .. Cut(plan.NotMigrated, MostOthers, "object", left => [$"Left out {left.Kind} {left.Name}: {left.Reason}"]),
        .. Cut(plan.Findings, MostOthers, "finding", finding =>
            [$"Note    {finding.Object}: {finding.Message}{(finding.Remedy is { } remedy ? " " + remedy : "")}"]),
        .. plan.Notices.Select(notice => $"Note    {notice}"),
        .. Estimate(plan.Estimate),
    ];

    private static IEnumerable<string> Cut<T>(IReadOnlyList<T> all, int most, string noun, Func<T, IEnumerable<string>> lines) =>
        all.Count <= most
            ? all.SelectMany(lines)
            : all.Take(most).SelectMany(lines).Append($"  and {Amounts.Count(all.Count - most, noun)} more; see --json");

    private static IEnumerable<string> Table(RelationDraft table, IReadOnlyList<CopyDraft> copies)
    {
        var renamed = table.Target == table.Source ? "" : $" as {table.Target}";
        yield return $"  {table.Source}{renamed}: about {Amounts.Count(table.EstimatedRows)} rows, "
            + $"{Amounts.Bytes(table.EstimatedBytes)}, {(table.Binary ? "binary" : "text")}"
            + (copies.Count > 1 ? $", {Copies(copies.Count)}" : "");
        if (copies.Count < 2)
            yield break;
        foreach (var line in Cut(copies, MostPartitions, "partition", copy =>
            [$"    {copy.Name}: {CopiedRows.Condition(copy.Payload.Predicate) ?? "all rows"}"]))
            yield return line;
    }

    private static string Formats(IReadOnlyList<RelationDraft> tables)
    {
        var binary = tables.Count(table => table.Binary);
        return $"Format  binary for {Amounts.Count(binary, "table")}, text for {Amounts.Count(tables.Count - binary, "table")}; "
            + "binary where every column's type is built in and safe";
    }

    private static IEnumerable<string> Objects(MigrationPlan plan)
    {
        var tasks = plan.Tasks.Where(task => task.Lane != TaskLane.Compare).ToList();
        yield return $"Objects {Amounts.Count(tasks.Count)}, in this order of phases";
        foreach (var phase in tasks.GroupBy(task => task.AwaitedIn).OrderBy(phase => phase.Key))
        {
            var kinds = phase.GroupBy(task => task.Kind).OrderByDescending(kind => kind.Count())
                .ThenBy(kind => kind.Key, StringComparer.Ordinal);
            yield return $"  {PhaseNames.Words(phase.Key)}: "
                + $"{string.Join(", ", kinds.Select(kind => $"{Amounts.Count(kind.Count())} {kind.Key}"))}";
        }
    }

    private static IEnumerable<string> Estimate(PlanEstimate estimate) =>
    [
        $"Time    about {Amounts.Seconds(estimate.Time.Seconds)}: copies {Amounts.Seconds(estimate.Time.CopySeconds)} in "
            + $"{Amounts.Count(estimate.Streams, "parallel stream")}, indexes {Amounts.Seconds(estimate.Time.IndexSeconds)}; "
            + "an estimate, not a promise"
            + (estimate.ReadRate is { } rate ? $"; one stream read {Amounts.BytesPerSecond(rate)}" : ""),
        $"Room    about {Amounts.Bytes(estimate.DiskBytes)} in the target: tables {Amounts.Bytes(estimate.TableBytes)}, indexes "
            + $"{Amounts.Bytes(estimate.IndexBytes)}",
        .. estimate.Assumptions.Select(assumption => $"  given that {assumption}"),
    ];

    private static string Copies(int count) => count == 1 ? "1 copy" : $"{Amounts.Count(count)} copies";
}
