using System.Diagnostics;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Validation.Definitions;

namespace ActorMigrate.Validation;

/// <summary>Makes the spans of a comparison without a ledger: the whole, and below it the tables and the definitions. None carries a value
/// of a row or a message of a server. Where nobody listens, no span is made.</summary>
public static class ComparisonSpans
{
    private static readonly ActivitySource Source = new(TraceIds.SourceName);

    /// <summary>Runs <paramref name="compare"/> within a span that records its outcome.</summary>
    public static async Task<MigrationSummary> WholeAsync(Func<Task<MigrationSummary>> compare)
    {
        ArgumentNullException.ThrowIfNull(compare);
        return await InAsync("validation", compare, (span, summary) =>
        {
            span.SetTag("actormigrate.outcome", summary.Outcome.ToString());
            span.SetTag("actormigrate.tables", summary.Tables.Count);
            span.SetTag("actormigrate.rows", summary.Tables.Sum(table => table.Rows));
            if (summary.Outcome is not (Outcome.Succeeded or Outcome.Stopped))
                span.SetStatus(ActivityStatusCode.Error);
        });
    }

    /// <summary>Compares one table, or the large objects where there are any, in a span of its own.</summary>
    internal static Task<T> TableAsync<T>(QualifiedName table, Func<Task<T>> compare) => InAsync("compare table", compare, (span, found) =>
    {
        var summary = found as TableSummary;
        span.SetTag("actormigrate.object", table.ToString());
        span.SetTag("actormigrate.outcome", OutcomeOf(summary));
        if (summary is null)
            return;
        span.SetTag("actormigrate.rows", summary.Rows);
        span.SetTag("actormigrate.checksummed", summary.Checksummed);
        if (summary.Validated != true)
            span.SetStatus(ActivityStatusCode.Error);
    });

    /// <summary>Compares the definitions in a span of its own.</summary>
    internal static Task<IReadOnlyList<DefinitionDifference>> DefinitionsAsync(Func<Task<IReadOnlyList<DefinitionDifference>>> compare) =>
        InAsync("compare definitions", compare, (span, findings) => span.SetTag("actormigrate.findings", findings.Count));

    private static string OutcomeOf(TableSummary? summary) => summary switch
    {
        null => "none",
        { Validated: true } => "same",
        { Validated: false } => "different",
        _ => "not compared",
    };

    private static async Task<T> InAsync<T>(string name, Func<Task<T>> compare, Action<Activity, T> describe)
    {
        using var span = Source.StartActivity(name);
        try
        {
            var compared = await compare();
            if (span is not null)
                describe(span, compared);
            return compared;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
