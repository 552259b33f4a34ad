namespace ActorMigrate.Migration.Budgets;

/// <summary>Decides how many partitions are split for idle slots. Pure; the ledger supplies the facts, under a lock, so that two claims
/// never split for the same slots.</summary>
public static class ClaimBudget
{
    /// <summary>Returns how many more copies are wanted than are <paramref name="ready"/>, so that the idle slots of all nodes have one
    /// each. A node that is alone claims whatever is ready and splits nothing; neither is anything split while nothing is ready.</summary>
    public static int CopiesWanted(int ready, int idleSlots, int nodes) => nodes < 2 || ready == 0 ? 0 : Math.Max(0, idleSlots - ready);
}
