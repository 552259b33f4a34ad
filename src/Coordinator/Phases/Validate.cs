using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Writes the tasks that count the rows of every table whose rows are in; the source was counted while the
/// snapshot was held.</summary>
internal sealed class Validate : IPhaseWork
{
    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        var copied = await Patiently.DoAsync(run, () => run.Results.CopiedAsync(cancellationToken), cancellationToken);
        await run.AddTasksAsync([], run.Ledger.Counts(inSource: false, relation => copied.Contains(relation.Id)), cancellationToken);
    }
}

/// <summary>Nothing of the coordinator's own: the phase waits for tasks that are in the ledger already.</summary>
internal sealed class WaitForTasks : IPhaseWork
{
    public Task DoAsync(Run run, CancellationToken cancellationToken) => Task.CompletedTask;
}
