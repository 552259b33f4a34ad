namespace ActorMigrate.Migration.Budgets;

/// <summary>The number of tasks that may be claimed, and the memory that each of them gets.</summary>
public readonly record struct MemoryGrant(int Count, long BytesEach);

/// <summary>Decides how much of the migration's common budgets a node may take with one claim. Pure; the ledger supplies the facts, under a
/// lock, so that two claims never spend the same bytes.</summary>
public static class ClaimBudget
{
    /// <summary>PostgreSQL's least <c>maintenance_work_mem</c>.</summary>
    private const long Least = 1024 * 1024;

    /// <summary>Shares the memory of index builds: each of the living nodes' <paramref name="slots"/> gets an equal part of
    /// <paramref name="budget"/>, and no more parts are granted than are left beside what running
    /// builds hold. Somebody always builds.</summary>
    public static MemoryGrant OfIndexMemory(long budget, long inUse, int slots, int free)
    {
        var each = Math.Max(Least, budget / Math.Max(1, slots));
        var left = Math.Max(0, budget - inUse) / each;
        var least = inUse == 0 ? 1 : 0;
        return new MemoryGrant((int)Math.Min(free, Math.Max(least, left)), each);
    }

    /// <summary>Returns how many more copies are wanted than are <paramref name="ready"/>, so that the idle slots of all nodes have one
    /// each. A node that is alone claims whatever is ready and splits nothing; neither is anything split while nothing is ready.</summary>
    public static int CopiesWanted(int ready, int idleSlots, int nodes) => nodes < 2 || ready == 0 ? 0 : Math.Max(0, idleSlots - ready);
}
