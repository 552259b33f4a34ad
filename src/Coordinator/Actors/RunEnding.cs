namespace ActorMigrate.Coordinator.Actors;

/// <summary>The end of a run, which its coordinator carries out to its last step even when the actor system ends meanwhile: as soon as the
/// ledger says that the migration is over, no other node ends it.</summary>
public sealed class RunEnding
{
    private volatile Task<RunEnded>? underWay;

    /// <summary>The end that the coordinator has begun; null before. Fails with <see cref="Membership.NodeLostException"/> or
    /// <c>CoordinatorReplacedException</c> where another node leads the migration.</summary>
    public Task<RunEnded>? UnderWay => underWay;

    internal Task<RunEnded> Begin(Task<RunEnded> end) => underWay = end;
}
