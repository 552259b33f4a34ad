using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What is said of in-scope tables that cannot be held as they are.</summary>
internal static class TableRefusals
{
    /// <summary>Not all of them could be locked.</summary>
    public static RefusedException NoRoom(QualifiedName first, int unlocked, int inScope) => new(
        $"The source's lock table has no room for {unlocked} of the {inScope} in-scope tables, the first of them {first}; unlocked, they could change under the snapshot.",
        "Raise max_locks_per_transaction on the source, or migrate schema by schema.");
}
