using System.Text.Json.Serialization;
using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Host.Inspection;

/// <summary>The output of <c>plan --json</c>, in the shape that <c>docs/plan.md</c> describes. A
/// change of meaning raises the version.</summary>
internal sealed record PlanDocument(
    int Version, string Source, string Target, IReadOnlyList<PlanTable> Tables, IReadOnlyList<PlanTask> Tasks,
    IReadOnlyList<ChosenSetting> Settings,
    IReadOnlyList<NotMigrated> NotMigrated, IReadOnlyList<PlanFinding> Findings, IReadOnlyList<string> Notices, PlanAmounts Estimate,
    ReviewedPlan Review)
{
    /// <summary>The version of the format.</summary>
    public const int CurrentVersion = 1;

    public static PlanDocument Of(MigrationPlan plan)
    {
        var names = plan.Tables.ToDictionary(table => table.Id, table => table.Source.ToString());
        var copies = plan.Copies.ToLookup(copy => copy.Relation);
        var estimate = plan.Estimate;
        return new PlanDocument(
            CurrentVersion, plan.Source, plan.Target, [.. plan.Tables.Select(table => PlanTable.Of(table, copies[table.Id]))],
            [.. plan.Tasks.Select(task => PlanTask.Of(task, names))], plan.Settings, plan.NotMigrated,
            [.. plan.Findings.Select(finding => new PlanFinding(finding.Object, finding.Message, finding.Remedy))], plan.Notices,
            new PlanAmounts(
                estimate.Time.CopySeconds, estimate.Time.IndexSeconds, estimate.Time.Seconds, estimate.ReadRate, estimate.Streams,
                estimate.TableBytes, estimate.IndexBytes, estimate.DiskBytes, estimate.Assumptions),
            plan.Review);
    }
}

/// <summary>A table and the copies that move it; none for what is copied by tasks of its own, as large objects are.</summary>
internal sealed record PlanTable(
    string Source, string Target, long Rows, long Bytes, string Format, string FormatReason, IReadOnlyList<PlanCopy> Copies)
{
    public static PlanTable Of(RelationDraft table, IEnumerable<CopyDraft> copies) => new(
        table.Source.ToString(), table.Target.ToString(), table.EstimatedRows, table.EstimatedBytes, table.Binary ? "binary" : "text",
        table.FormatReason,
        [.. copies.Select(copy => new PlanCopy(
            copy.Name, CopiedRows.Condition(copy.Payload.Predicate), copy.Payload.ChunkRows, copy.EstimatedRows, copy.EstimatedBytes))]);
}

/// <summary>One copy; without a condition it reads every row.</summary>
internal sealed record PlanCopy(string Name, string? Condition, int? ChunkRows, long Rows, long Bytes);

/// <summary>Any other task, with the tasks and the tables' rows that it needs.</summary>
internal sealed record PlanTask(
    long Id, string Lane, string Phase, string Kind, string Name, IReadOnlyList<long> Needs, IReadOnlyList<string> NeedsRowsOf)
{
    public static PlanTask Of(TaskDraft task, Dictionary<int, string> names) => new(
        task.Id, LaneNames.Of(task.Lane), task.AwaitedIn.ToString(), task.Kind, task.Name, task.Needs,
        [.. task.NeedsData.Select(relation => names.GetValueOrDefault(relation)).OfType<string>()]);
}

/// <summary>Something that a person should know.</summary>
internal sealed record PlanFinding(string Object, string Message, string? Remedy);

/// <summary>The estimates.</summary>
internal sealed record PlanAmounts(
    double CopySeconds, double IndexSeconds, double Seconds, long? ReadRate, int Streams, long TableBytes, long IndexBytes, long DiskBytes,
    IReadOnlyList<string> Assumptions);

/// <summary>Its JSON form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(PlanFile.Contents))]
internal sealed partial class PlanJson : JsonSerializerContext;
