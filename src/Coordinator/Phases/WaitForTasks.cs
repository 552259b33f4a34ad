namespace ActorMigrate.Coordinator.Phases;

/// <summary>Nothing of the coordinator's own: the phase waits for tasks that are in the ledger already.</summary>
internal sealed class WaitForTasks : IPhaseWork
{
    public Task DoAsync(Run run, CancellationToken cancellationToken) => Task.CompletedTask;
}
