using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Report;

/// <summary>The JSON report of a run, in the shape that <c>docs/report.md</c> and <c>docs/report.schema.json</c> describe. A change of
/// meaning raises <see cref="CurrentVersion"/>.</summary>
internal sealed record ReportDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public string Tool { get; init; } = ToolVersion.Own;

    public required string Outcome { get; init; }

    public required int ExitCode { get; init; }

    public required string Message { get; init; }

    public string? NextStep { get; init; }

    public string? MigrationId { get; init; }

    public string? Source { get; init; }

    public string? Target { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double Seconds { get; init; }

    /// <summary>False where the ledger could not be read: phases, tables and totals are empty then and mean nothing.</summary>
    public bool NumbersKnown { get; init; } = true;

    public required ReportTotals Totals { get; init; }

    public IReadOnlyList<ReportPhase> Phases { get; init; } = [];

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    public IReadOnlyList<NotMigrated> NotMigrated { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public ReportTimeline Timeline { get; init; } = new();

    /// <summary>Returns the report of a run that came to its end.</summary>
    public static ReportDocument Of(MigrationSummary summary) => new()
    {
        Outcome = summary.Outcome.ToString(),
        ExitCode = (int)summary.Outcome,
        Message = SecretText.Hidden(summary.Message),
        NextStep = SecretText.Hidden(summary.NextStep),
        MigrationId = summary.Id?.ToString(),
        Source = summary.Source,
        Target = summary.Target,
        StartedAt = summary.StartedAt,
        Seconds = Rounded(summary.Seconds),
        NumbersKnown = summary.IsRead,
        Totals = ReportTotals.Of(summary),
        Phases = [.. summary.Phases.Select(phase => new ReportPhase(phase.Name.ToString(), Rounded(phase.Seconds)))],
        Tables = [.. summary.Tables.Select(ReportTable.Of)],
        NotMigrated = [.. summary.NotMigrated.Select(left => left with { Reason = SecretText.Hidden(left.Reason) })],
        Findings = [.. summary.Findings.Select(Hidden)],
        Timeline = ReportTimeline.Of(summary.Timeline),
    };

    /// <summary>Returns the report of a run that ended without a summary: refused, or broken by a defect.</summary>
    public static ReportDocument Of(
        Outcome outcome, string message, string? remedy, DateTimeOffset startedAt, TimeSpan elapsed,
        IReadOnlyList<Finding>? findings = null) => new()
    {
        Outcome = outcome.ToString(),
        ExitCode = (int)outcome,
        Message = SecretText.Hidden(message),
        NextStep = SecretText.Hidden(remedy),
        StartedAt = startedAt,
        Seconds = Rounded(elapsed.TotalSeconds),
        Totals = new ReportTotals(0, 0, 0, 0, 0, 0, 0, 0, 0),
        Findings = [.. (findings ?? []).Select(Hidden)],
    };

    private static Finding Hidden(Finding finding) => finding with
    {
        Message = SecretText.Hidden(finding.Message),
        Remedy = SecretText.Hidden(finding.Remedy),
        Statement = SecretText.Hidden(finding.Statement),
    };

    internal static double Rounded(double number) => Math.Round(number, 3);
}

/// <summary>One phase of the report.</summary>
internal sealed record ReportPhase(string Name, double Seconds);

/// <summary>The sums over all tables. The rates are over the whole run's time, and 0 for a run that may have copied only a part of the
/// rows.</summary>
internal sealed record ReportTotals(
    int Tables, int TablesFailed, long LargeObjects, int ObjectsFailed, int ObjectsSkipped, long Rows, long Bytes, double RowsPerSecond,
    double BytesPerSecond)
{
    public static ReportTotals Of(MigrationSummary summary)
    {
        var tables = summary.Tables.Where(table => !table.AreLargeObjects).ToList();
        var rows = tables.Sum(table => table.Rows);
        var bytes = summary.Tables.Sum(table => table.Bytes);
        return new ReportTotals(
            tables.Count, tables.Count(table => !table.Success),
            summary.Tables.Where(table => table.AreLargeObjects).Sum(found => found.Rows),
            summary.Failures.Failed, summary.Failures.Skipped, rows, bytes, Rate(rows), Rate(bytes));

        double Rate(long amount) => summary is { Seconds: > 0, BeganBefore: false } ? Math.Round(amount / summary.Seconds, 1) : 0;
    }
}

/// <summary>One table of the report.</summary>
internal sealed record ReportTable(
    string Schema,
    string Name,
    string TargetSchema,
    string TargetName,
    long Rows,
    long Bytes,
    double Seconds,
    double RowsPerSecond,
    int Partitions,
    int Attempts,
    bool Success,
    bool? Validated,
    bool Checksummed,
    long? SourceRows,
    long? TargetRows,
    ReportDifferences? Differences,
    string? Error)
{
    public static ReportTable Of(TableSummary table) => new(
        table.Source.Schema,
        table.Source.Name,
        table.Target.Schema,
        table.Target.Name,
        table.Rows,
        table.Bytes,
        ReportDocument.Rounded(table.Seconds),
        Math.Round(table.RowsPerSecond, 1),
        table.Partitions,
        table.Attempts,
        table.Success,
        table.Validated,
        table.Checksummed,
        table.SourceRows,
        table.TargetRows,
        table.Differences is null ? null : ReportDifferences.Of(table.Differences),
        SecretText.Hidden(table.Error));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For files that people read, too.</summary>
    public static ReportJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
