using ActorMigrate.Faults.Tests.Proxy;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>One cell of the matrix: how the data is split, when something goes wrong, and what. The same number
/// is always the same case: kinds of faults that were added later have numbers of their own.</summary>
internal sealed record FaultCase(int Seed, string PartitionBy, Moment Moment, Fault Fault)
{
    /// <summary>The number of cases.</summary>
    public const int Count = 240;

    /// <summary>The last number that draws from the first kinds of faults alone.</summary>
    private const int First = 200;

    /// <summary>Whether a worker takes part beside the process that coordinates.</summary>
    public bool HasWorker { get; private init; } = Fault is Fault.Worker;

    /// <summary>Whether tables are loaded unlogged, which a crash of the target empties.</summary>
    public bool IsUnlogged { get; private init; }

    /// <summary>About how many bytes of rows the workload moves.</summary>
    private const int WorkloadBytes = 7_000_000;

    /// <summary>Every so many cases have a worker beside the coordinator, and strike one of the two or both.</summary>
    private const int WorkerEvery = 5;

    private static readonly WorkerFate[] FirstFates =
    [
        WorkerFate.Killed, WorkerFate.TakenForDead, WorkerFate.Leaves, WorkerFate.KilledWithTheCoordinator, WorkerFate.LosesTheCoordinator,
    ];

    private static readonly string[] Strategies = ["ctid", "ntile", "keyset"];

    private static readonly string[] Phases =
    [
        "CreateTargetSchema", "CreateTargetTables", "PrepareTransfers", "TransferData", "CollectResults",
        "CreatePrimaryKeys", "Validate", "Summarize",
    ];

    private static readonly string[] LaterPhases =
        ["ExtractSourceSchema", "TransferData", "ConvertTablesToLogged", "CreatePrimaryKeys", "Validate"];

    private static readonly string[] Kinds =
        ["copy-table|copy-partition", "primary-key", "index|unique", "foreign-key", "count-rows", "table"];

    /// <summary>The case of a number.</summary>
    public static FaultCase Of(int seed)
    {
        // Nothing secret: it must be the same on every machine.
        var random = new Random(seed);
        var strategy = Strategies[random.Next(Strategies.Length)];
        var moment = MomentOf(random);
        return seed > First ? LaterOf(seed, strategy, random)
            : new FaultCase(seed, strategy, moment, seed % WorkerEvery == 0
                ? new Fault.Worker(FirstFates[random.Next(FirstFates.Length)])
                : FaultOf(random));
    }

    public override string ToString() =>
        $"seed {Seed}: {PartitionBy}{(IsUnlogged ? " unlogged" : "")}, {Moment}, {Fault}{(HasWorker ? ", with a worker" : "")}";

    private static FaultCase LaterOf(int seed, string strategy, Random random)
    {
        var moment = random.Next(2) == 0 ? MomentOf(random) : new Moment.InPhase(LaterPhases[random.Next(LaterPhases.Length)]);
        Fault fault = random.Next(4) switch
        {
            0 => new Fault.DiskFull(),
            1 => new Fault.Worker(random.Next(2) == 0 ? WorkerFate.TakesTheCoordinatorForDead : WorkerFate.InheritsTheCoordination),
            2 => new Fault.ServerRestarts(ServerSide.Target),
            _ => FaultOf(random),
        };
        return new FaultCase(seed, strategy, moment, fault)
            { IsUnlogged = random.Next(2) == 0, HasWorker = fault is Fault.Worker || random.Next(2) == 0 };
    }

    private static Moment MomentOf(Random random) => random.Next(4) switch
    {
        0 => new Moment.InPhase(Phases[random.Next(Phases.Length)]),
        1 => new Moment.TaskBegins(Kinds[random.Next(Kinds.Length)], 1 + random.Next(3)),
        2 => new Moment.TaskIsDone(1 + random.Next(40)),
        _ => random.Next(2) == 0
            ? new Moment.BytesPassed(ServerSide.Source, ProxyWay.ToClient, random.Next(WorkloadBytes))
            : new Moment.BytesPassed(ServerSide.Target, ProxyWay.ToServer, random.Next(WorkloadBytes)),
    };

    private static Fault FaultOf(Random random)
    {
        var side = random.Next(2) == 0 ? ServerSide.Source : ServerSide.Target;
        var way = random.Next(2) == 0 ? ProxyWay.ToServer : ProxyWay.ToClient;
        var byReset = random.Next(2) == 0;
        return random.Next(14) switch
        {
            0 or 1 => new Fault.ProcessIsKilled(),
            2 => new Fault.ProcessIsPaused(),
            3 => new Fault.ProcessIsStopped(),
            4 => new Fault.BackendsEnd(side, "copy"),
            5 => new Fault.BackendsEnd(ServerSide.Target, random.Next(2) == 0 ? "control" : "finish"),
            6 => new Fault.BackendsEnd(side, null),
            7 => new Fault.OneHolderEnds(),
            8 => new Fault.ServerRestarts(side),
            9 => new Fault.NetworkCut(side, byReset),
            10 or 11 => new Fault.ConnectionEnds(side, way, random.Next(WorkloadBytes / 4), byReset),
            12 => new Fault.NetworkFails(side, way, new ProxyFault.BlackHole()),
            _ => new Fault.NetworkFails(side, way, random.Next(2) == 0
                ? new ProxyFault.Crawl(2_000)
                : new ProxyFault.Delay(TimeSpan.FromMilliseconds(20 + random.Next(200)))),
        };
    }
}
