using System.Diagnostics;
using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Actors;

/// <summary>The span of one task, or of one lot, on one node, from its order to its end there; its attempts are below it. Nothing is made
/// where nobody listens.</summary>
public sealed class TaskSpan
{
    /// <summary>A span that nobody wants.</summary>
    public static readonly TaskSpan None = new(null);

    private readonly Activity? span;

    private TaskSpan(Activity? span) => this.span = span;

    /// <summary>Begins the span of an order that <paramref name="node"/> has taken.</summary>
    public static TaskSpan Of(Order order, NodeId node)
    {
        ArgumentNullException.ThrowIfNull(order);
        var first = order.Tasks[0].Task;
        var isLot = order.Tasks.Count > 1;
        if (MigrationSpans.StartApart(isLot ? $"lot {first.Lane}" : $"task {first.Kind}", order.Trace) is not { } span)
            return None;
        span.SetTag("actormigrate.node", node.ToString());
        span.SetTag("actormigrate.task", first.Id);
        span.SetTag("actormigrate.kind", first.Kind);
        if (isLot)
            span.SetTag("actormigrate.tasks", order.Tasks.Count);
        else
            span.SetTag("actormigrate.object", first.Name);
        return new TaskSpan(span);
    }

    /// <summary>Does an attempt's work within a span, which has the spans of the statements below it, and counts the attempt.
    /// <paramref name="attempt"/> is the attempt's number.</summary>
    internal async Task<T> RunAsync<T>(
        TaskLabel task, int attempt, Func<Task<T>> work, Func<T, (long Rows, long Bytes)> moved, Func<Exception, Failure> classify)
    {
        using var running = WorkMeter.Begin(task.Kind);
        using var below = MigrationSpans.StartBelow(span, "attempt");
        below?.SetTag("actormigrate.attempt", attempt);
        try
        {
            var done = await work();
            running.Outcome = "done";
            var (rows, bytes) = moved(done);
            below?.SetTag("actormigrate.rows", rows).SetTag("actormigrate.bytes", bytes);
            return done;
        }
        catch (Exception error) when (error is FencedException or OperationCanceledException)
        {
            running.Outcome = "released";
            below?.SetTag("actormigrate.outcome", "released");
            throw;
        }
        catch (Exception error)
        {
            below.Fail(classify(error is BrokenLotException { InnerException: { } inner } ? inner : error));
            throw;
        }
    }

    /// <summary>Ends the span.</summary>
    internal void End(TaskEnd? end)
    {
        if (span is null || span.IsStopped)
            return;
        var current = Activity.Current;
        span.SetTag("actormigrate.outcome", end is TaskEnd.Settled ? "settled" : "released");
        if (end is TaskEnd.Broke broke)
            span.Fail(broke.Failure);
        span.Dispose();
        Activity.Current = current;
    }
}
