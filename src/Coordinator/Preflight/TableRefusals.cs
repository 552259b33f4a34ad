using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What is said of in-scope tables that cannot be held as they are.</summary>
internal static class TableRefusals
{
    /// <summary>Not all of them could be locked; asks <paramref name="source"/> for which setting they could.</summary>
    public static async Task<RefusedException> NoRoomAsync(Database source, QualifiedName first, int unlocked, int inScope, CancellationToken cancellationToken)
    {
        await using var session = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        var locks = await LockTable.OfAsync(session, cancellationToken);
        return new RefusedException(
            $"The source's lock table has no room for {unlocked} of the {inScope} in-scope tables, the first of them {first}; unlocked, they could change under the snapshot.",
            $"Raise max_locks_per_transaction on the source from {locks.PerTransaction} to {Math.Max(locks.SettingFor(inScope), locks.PerTransaction + 1)} or more, which takes a restart of it, or migrate schema by schema.");
    }
}
