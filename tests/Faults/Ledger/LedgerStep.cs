namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The steps that can happen. <see cref="LedgerModel"/> says when, and what follows.</summary>
internal enum StepKind
{
    /// <summary>A node begins the next attempt at a task that it was ordered to do.</summary>
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

    /// <summary>A coordinator claims a task for a node, and sends the order.</summary>
    Grant,

    /// <summary>A coordinator sends the order again for a task that the ledger says the node holds.</summary>
    Repeat,

    /// <summary>An order arrives at its node, now or late. An order that never arrives is lost.</summary>
    Deliver,

    /// <summary>A coordinator ends the row of a node that the cluster has removed, dead or only slow.</summary>
    End,

    /// <summary>A coordinator takes back what nodes hold whose rows have ended.</summary>
    Sweep,

    /// <summary>The node stops working on everything.</summary>
    Stop,

    /// <summary>It gives back everything that the ledger says it holds.</summary>
    Release,

    /// <summary>It ends its own row.</summary>
    Leave,

    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>A transaction whose actor is gone asks the fence.</summary>
    OrphanFence,

    /// <summary>It commits.</summary>
    OrphanCommit,

    /// <summary>It ends.</summary>
    OrphanAbort,

    /// <summary>Committed changes reach the disk.</summary>
    Flush,

    /// <summary>The target crashes; commits that were not flushed are lost.</summary>
    Crash,

    /// <summary>A node that the cluster has elected takes the next term.</summary>
    TakeTerm,

    /// <summary>A node that resumes reads who coordinates.</summary>
    Observe,

    /// <summary>It takes over from the term that it read.</summary>
    Adopt,

    /// <summary>A coordinator writes the migration's row.</summary>
    Coordinate,

    /// <summary>A node takes or renews the lease.</summary>
    TakeLease,

    /// <summary>It gives the lease back.</summary>
    ReleaseLease,

    /// <summary>The lease runs out.</summary>
    RunOut,

    /// <summary>A node tries to found the cluster.</summary>
    Found,

    /// <summary>It joins a member, or records that it is the member that it has founded.</summary>
    Join,

    /// <summary>Its heartbeats stop.</summary>
    FallSilent,
}

/// <summary>One step: of a node, at a task (or at the orphan of that number), by the first or second actor that works on it; ordered by a
/// node that believes to coordinate, or answered by a member.</summary>
internal readonly record struct LedgerStep(StepKind Kind, int Node = 0, int Task = 0, int Slot = 0, int By = 0)
{
    public override string ToString() => $"{Kind} node {Node} task {Task} by {By}{(Slot > 0 ? " again" : "")}";
}
