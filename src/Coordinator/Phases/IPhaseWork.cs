namespace ActorMigrate.Coordinator.Phases;

/// <summary>The coordinator's own work of one phase. What it leaves to nodes, it writes to the ledger as tasks.</summary>
internal interface IPhaseWork
{
    Task DoAsync(Run run, CancellationToken cancellationToken);
}
