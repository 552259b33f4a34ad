namespace ActorMigrate.Faults.Tests;

/// <summary>What can happen. <see cref="LedgerModel"/> says when, and what comes of it.</summary>
internal enum StepKind
{
    /// <summary>A node claims a task.</summary>
    Claim,

    /// <summary>It does, and never hears that it was granted.</summary>
    ClaimUnheard,

    /// <summary>It begins the next attempt.</summary>
    Begin,

    /// <summary>It opens a transaction and writes a chunk's rows.</summary>
    Write,

    /// <summary>It does, on a backend that the ledger does not know.</summary>
    WriteUnnoted,

    /// <summary>The transaction asks the fence.</summary>
    Fence,

    /// <summary>It commits.</summary>
    Commit,

    /// <summary>It is lost: its backend or its connection ended.</summary>
    Abort,

    /// <summary>Its node gives the attempt up, while the transaction may go on.</summary>
    Stall,

    /// <summary>The failed attempt is recorded; another one follows.</summary>
    Retry,

    /// <summary>The failed attempt is recorded, and the task as failed.</summary>
    GiveUp,

    /// <summary>The failed attempt is recorded, and the task given back.</summary>
    GiveBack,

    /// <summary>The node stops working on everything.</summary>
    Stop,

    /// <summary>It gives back what the ledger says that it holds and it does not work on.</summary>
    Release,

    /// <summary>Another node gives back what this one holds, dead or only slow.</summary>
    Reap,

    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>A transaction without a master asks the fence.</summary>
    OrphanFence,

    /// <summary>It commits.</summary>
    OrphanCommit,

    /// <summary>It ends.</summary>
    OrphanAbort,

    /// <summary>What has been committed reaches the disk.</summary>
    Flush,

    /// <summary>The target crashes; commits that were not flushed are lost.</summary>
    Crash,

    /// <summary>A node reads who coordinates.</summary>
    Observe,

    /// <summary>It takes over from the term that it saw.</summary>
    TakeOver,

    /// <summary>It writes as coordinator.</summary>
    Coordinate,
}

/// <summary>One step: of a node, at a task (or at the orphan of that number), by the first or second actor that works on it.</summary>
internal readonly record struct LedgerStep(StepKind Kind, int Node = 0, int Task = 0, int Slot = 0)
{
    public override string ToString() => $"{Kind} node {Node} task {Task}{(Slot > 0 ? " again" : "")}";
}
