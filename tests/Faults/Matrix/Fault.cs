using ActorMigrate.Faults.Tests.Proxy;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The fault that is brought about. The closed set of cases is nested here.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Backends of one side end, those for one purpose or, where it is null, all.</summary>
    public sealed record BackendsEnd(ServerSide Side, string? Purpose) : Fault;

    /// <summary>One of the sessions that hold the snapshot ends.</summary>
    public sealed record OneHolderEnds : Fault;

    /// <summary>A server crashes and comes back.</summary>
    public sealed record ServerRestarts(ServerSide Side) : Fault;

    /// <summary>All connections to one side end.</summary>
    public sealed record NetworkCut(ServerSide Side, bool ByReset) : Fault;

    /// <summary>One connection to one side ends at the next byte but so many.</summary>
    public sealed record ConnectionEnds(ServerSide Side, ProxyWay Way, long Bytes, bool ByReset) : Fault;

    /// <summary>The network of one side does something else for a while.</summary>
    public sealed record NetworkFails(ServerSide Side, ProxyWay Way, ProxyFault How) : Fault;

    /// <summary>SIGKILL of the one process.</summary>
    public sealed record ProcessIsKilled : Fault;

    /// <summary>SIGSTOP, and after a while SIGCONT.</summary>
    public sealed record ProcessIsPaused : Fault;

    /// <summary>SIGTERM.</summary>
    public sealed record ProcessIsStopped : Fault;

    /// <summary>Something happens to a worker beside the process that coordinates, or to that process.</summary>
    public sealed record Worker(WorkerFate Fate) : Fault;

    /// <summary>The target's disk is full until somebody makes room.</summary>
    public sealed record DiskFull : Fault;

    /// <summary>Whether it ends the process that coordinates without a word.</summary>
    internal bool KillsTheCoordinator =>
        this is ProcessIsKilled or Worker { Fate: WorkerFate.KilledWithTheCoordinator or WorkerFate.LosesTheCoordinator };

    /// <summary>Whether it strikes a process, which then must be one of its own.</summary>
    internal bool IsOfAProcess => this is ProcessIsKilled or ProcessIsPaused or ProcessIsStopped or Worker;
}

/// <summary>The fate of a worker.</summary>
internal enum WorkerFate
{
    /// <summary>SIGKILL.</summary>
    Killed,

    /// <summary>SIGSTOP until the others have found it dead, then SIGCONT.</summary>
    TakenForDead,

    /// <summary>SIGTERM.</summary>
    Leaves,

    /// <summary>SIGKILL of the worker and of the coordinator.</summary>
    KilledWithTheCoordinator,

    /// <summary>SIGKILL of the coordinator alone.</summary>
    LosesTheCoordinator,

    /// <summary>SIGSTOP of the coordinator until the worker has found it dead, then SIGCONT.</summary>
    TakesTheCoordinatorForDead,

    /// <summary>SIGTERM of the coordinator.</summary>
    InheritsTheCoordination,
}
