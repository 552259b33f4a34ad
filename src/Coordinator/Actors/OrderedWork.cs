using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Actors;

/// <summary>Carries out the commands that the phase machine decides on, one decision after the other.</summary>
internal sealed class OrderedWork(Run run, PhaseCommands commands)
{
    private Task before = Task.CompletedTask;

    /// <summary>Carries out the commands of one decision, in order, after those of the decision before, which may have been cancelled.
    /// Returns the event that a command leads to, which is the last one, or null.</summary>
    public Task<PhaseEvent?> CarryOutAsync(IReadOnlyList<PhaseCommand> orders, CancellationToken cancellationToken)
    {
        var carryingOut = CarryOutAsync(orders, before, cancellationToken);
        before = carryingOut;
        return carryingOut;
    }

    /// <summary>Carries out the commands that end the run, whatever was cancelled. Returns the run's summary, which is made beside the
    /// other commands: a server that does not answer is waited for once. The snapshot's holders of a run that stops are not waited for
    /// long, because they end with its process at the latest.</summary>
    public async Task<RunEnded> EndAsync(IReadOnlyList<PhaseCommand> orders, Phase phase, PhaseCommand.End end)
    {
        var others = Task.WhenAll(orders.SkipLast(1).Select(order => commands.DoAsync(order, CancellationToken.None)));
        var summary = await RunSummary.OfAsync(run, phase, end, CancellationToken.None);
        await SessionEnd.WaitAsync(others, end.Stopped ? Timeouts.Cancellation : Timeout.InfiniteTimeSpan, run.Request.Time);
        // Where the end could not be recorded, the run is not over: a node that resumes it tells of the whole.
        if (run.EndIsRecorded || !run.Recorded)
            run.Trace.End(summary);
        return new RunEnded(summary);
    }

    private async Task<PhaseEvent?> CarryOutAsync(
        IReadOnlyList<PhaseCommand> orders, Task before, CancellationToken cancellationToken)
    {
        await before.WaitAsync(Timeouts.Unwinding, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var order in orders)
        {
            if (await commands.DoAsync(order, order is PhaseCommand.StopNodes ? CancellationToken.None : cancellationToken) is { } told)
                return told;
        }

        return null;
    }
}
