namespace ActorMigrate.Coordinator.Phases;

/// <summary>The coordinator's own work of one phase. Work for nodes is written to the ledger as tasks.</summary>
internal interface IPhaseWork
{
    Task DoAsync(Run run, CancellationToken cancellationToken);
}
