using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Cluster.Telemetry;

/*  The trace of a migration, over all of its nodes:

        migration ── phase … ── task … or lot … ── attempt … ── statements of PostgreSQL

    The coordinator tells of the migration and of its phases when they end, by ids that follow from the ledger; an order names the span of
    its phase, so that a task's span has its parent on whichever node it runs. A coordinator that takes over tells of the phase under the
    same id. A migration that is resumed after an end goes on in a span of its own below the migration's, with its phases. Nothing is
    authoritative here and nothing waits for it: where nobody listens, no span is made.                                                  */

/// <summary>Makes the spans of a migration. None carries a statement, a value of a row, a message of a server or a secret.</summary>
public static class MigrationSpans
{
    /// <summary>The name of the source of all spans, and of the meter of all instruments.</summary>
    public const string Name = TraceIds.SourceName;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>True where somebody listens.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <summary>Writes the span of a run that has ended or was stopped: of the migration, or of the part of it that was resumed.</summary>
    public static void WriteRun(TraceIds ids, DateTimeOffset began, DateTimeOffset ended, Action<Activity> describe)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.ResumedAt is null)
            Tell(new ActivityContext(ids.Trace, default, ActivityTraceFlags.Recorded), "migration", ids.Root, (began, ended), describe);
        else
            Tell(Below(ids.Trace, ids.Root), "resume", ids.Run, (began, ended), describe);
    }

    /// <summary>Writes the span of a phase that has ended.</summary>
    public static void WritePhase(TraceIds ids, Phase phase, DateTimeOffset began, DateTimeOffset ended, Action<Activity> describe)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Tell(Below(ids.Trace, ids.Run), $"phase {phase}", ids.PhaseOf(phase), (began, ended), describe);
    }

    /// <summary>Begins a span of the coordinator's own work in a phase, which is the current one until it is disposed; null where nobody
    /// listens.</summary>
    public static Activity? StartWork(TraceIds ids, Phase phase)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Source.StartActivity($"work {phase}", ActivityKind.Internal, Below(ids.Trace, ids.PhaseOf(phase)));
    }

    /// <summary>Begins a span that is current nowhere, since actors share their threads; null where nobody listens.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parent">The span that an order names, or null.</param>
    public static Activity? StartApart(string name, string? parent)
    {
        if (!AreWanted)
            return null;
        var current = Activity.Current;
        try
        {
            ActivityContext.TryParse(parent, null, isRemote: true, out var context);
            return Source.StartActivity(name, ActivityKind.Internal, context);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Begins a span below <paramref name="parent"/> that is the current one until it is disposed; null where there is no
    /// parent.</summary>
    public static Activity? StartBelow(Activity? parent, string name) =>
        parent is null ? null : Source.StartActivity(name, ActivityKind.Internal, parent.Context);

    /// <summary>Marks a span as failed by the class of the failure and its SQLSTATE. The failure's message is not told: it may quote
    /// values.</summary>
    public static void Fail(this Activity? span, Failure failure)
    {
        if (span is null)
            return;
        ArgumentNullException.ThrowIfNull(failure);
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag("error.type", failure.SqlState ?? failure.Class.ToString());
        span.SetTag("actormigrate.failure.class", failure.Class.ToString());
    }

    private static ActivityContext Below(ActivityTraceId trace, ActivitySpanId parent) =>
        new(trace, parent, ActivityTraceFlags.Recorded, isRemote: true);

    private static void Tell(
        ActivityContext parent, string name, ActivitySpanId id, (DateTimeOffset Began, DateTimeOffset Ended) time,
        Action<Activity> describe)
    {
        var current = Activity.Current;
        try
        {
            using var span = Source.StartActivity(name, ActivityKind.Internal, parent, startTime: time.Began);
            if (span is null)
                return;
            Identify(span, id);
            describe(span);
            span.SetEndTime(time.Ended.UtcDateTime);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Gives a span its id. In a later runtime without this field, the span keeps its own id, and is not the parent of its
    /// children.</summary>
    private static void Identify(Activity span, ActivitySpanId id)
    {
        try
        {
            SpanIdOf(span) = id.ToHexString();
        }
        catch (MissingFieldException)
        {
        }
    }

    // A span of the runtime has an id at random and none can be given to it. Here the children come first, on other nodes, and refer to an
    // id that they know beforehand.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity span);
}
