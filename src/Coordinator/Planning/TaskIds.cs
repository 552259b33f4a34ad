namespace ActorMigrate.Coordinator.Planning;

/// <summary>Numbers the tasks of one migration from 1, in the order in which they are planned.</summary>
internal sealed class TaskIds
{
    private long last;

    public long Next() => ++last;
}
