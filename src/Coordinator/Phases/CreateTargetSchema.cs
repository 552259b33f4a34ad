using ActorMigrate.Catalog;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Writes the tasks that make schemas, types, sequences and whatever else tables need.</summary>
internal sealed class CreateTargetSchema : IPhaseWork
{
    public Task DoAsync(Run run, CancellationToken cancellationToken) =>
        run.AddTasksAsync(
            run.Ledger.Relations, run.Ledger.Objects(SchemaStage.Schema, Phase.CreateTargetSchema), cancellationToken);
}

/// <summary>Writes the tasks that create, empty or recreate tables.</summary>
internal sealed class CreateTargetTables : IPhaseWork
{
    public Task DoAsync(Run run, CancellationToken cancellationToken) =>
        run.AddTasksAsync([], run.Ledger.Objects(SchemaStage.Table, Phase.CreateTargetTables), cancellationToken);
}
