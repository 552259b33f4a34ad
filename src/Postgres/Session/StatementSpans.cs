using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Decides on the spans that Npgsql makes of statements: they are made below a span of a migration alone, and carry no text of a
/// statement, which may hold secrets and values. The heartbeats and looks at the ledger make none.</summary>
internal static partial class StatementSpans
{
    /// <summary>Applies these rules to the sessions of a data source.</summary>
    public static void Configure(NpgsqlTracingOptionsBuilder tracing) => tracing
        .ConfigureCommandFilter(_ => IsWanted)
        .ConfigureBatchFilter(_ => IsWanted)
        .ConfigureCopyOperationFilter(_ => IsWanted)
        .ConfigureCommandSpanNameProvider(command => NameOf(command.CommandText))
        .ConfigureBatchSpanNameProvider(
            batch => batch.BatchCommands.Count == 0 ? "batch" : "batch " + NameOf(batch.BatchCommands[0].CommandText))
        .ConfigureCopyOperationSpanNameProvider(NameOf)
        .ConfigureCommandEnrichmentCallback((span, _) => RemoveText(span))
        .ConfigureBatchEnrichmentCallback((span, _) => RemoveText(span))
        .ConfigureCopyOperationEnrichmentCallback((span, _) => RemoveText(span))
        .EnableFirstResponseEvent(false)
        .EnablePhysicalOpenTracing(false);

    /// <summary>A span that has ended may still be the current one of work that was begun under it.</summary>
    private static bool IsWanted => Activity.Current is { IsStopped: false, Source.Name: "ActorMigrate" };

    /// <summary>Returns the words that say what a statement does, and nothing else of it: <c>SELECT</c>, <c>CREATE INDEX</c>.</summary>
    internal static string NameOf(string statement)
    {
        var words = Words().Match(statement);
        return words.Success ? words.Groups[1].Value.ToUpperInvariant() : "statement";
    }

    private static void RemoveText(Activity span)
    {
        span.SetTag("db.query.text", null);
        span.SetTag("db.statement", null);
    }

    // After comments; the second word is one of PostgreSQL's own where the first is one of these.
    [GeneratedRegex(@"\A(?:\s|--[^\n]*\n)*((?:CREATE|ALTER|DROP)[ ]+[A-Za-z]+|[A-Za-z]+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
