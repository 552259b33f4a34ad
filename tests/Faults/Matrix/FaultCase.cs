namespace ActorMigrate.Faults.Tests;

/// <summary>One cell of the matrix: how the data is cut, when something goes wrong, and what. The same number is always the same case.</summary>
internal sealed record FaultCase(int Seed, string PartitionBy, Moment Moment, Fault Fault)
{
    /// <summary>About how many bytes of rows the workload moves.</summary>
    private const int WorkloadBytes = 7_000_000;

    /// <summary>Every so many cases have a worker beside the coordinator, and strike one of the two or both.</summary>
    private const int WorkerEvery = 5;

    private static readonly string[] Strategies = ["ctid", "ntile", "keyset"];

    private static readonly string[] Phases =
    [
        "CreateTargetSchema", "CreateTargetTables", "PrepareTransfers", "TransferData", "CollectResults",
        "CreatePrimaryKeys", "Validate", "Summarize",
    ];

    private static readonly string[] Kinds = ["copy-table|copy-partition", "primary-key", "index|unique", "foreign-key", "count-rows", "table"];

    /// <summary>The case of a number.</summary>
    public static FaultCase Of(int seed)
    {
        // Nothing secret: it must be the same on every machine.
#pragma warning disable CA5394
        var random = new Random(seed);
        var strategy = Strategies[random.Next(Strategies.Length)];
        return new FaultCase(seed, strategy, MomentOf(random), seed % WorkerEvery == 0 ? WorkerFault(random) : FaultOf(random));
#pragma warning restore CA5394
    }

    public override string ToString() => $"seed {Seed}: {PartitionBy}, {Moment}, {Fault}";

#pragma warning disable CA5394
    private static Moment MomentOf(Random random) => random.Next(4) switch
    {
        0 => new Moment.InPhase(Phases[random.Next(Phases.Length)]),
        1 => new Moment.TaskBegins(Kinds[random.Next(Kinds.Length)], 1 + random.Next(3)),
        2 => new Moment.TaskIsDone(1 + random.Next(40)),
        _ => random.Next(2) == 0
            ? new Moment.BytesPassed(ServerSide.Source, ProxyWay.ToClient, random.Next(WorkloadBytes))
            : new Moment.BytesPassed(ServerSide.Target, ProxyWay.ToServer, random.Next(WorkloadBytes)),
    };

    private static Fault.Worker WorkerFault(Random random) => new(Enum.GetValues<WorkerFate>()[random.Next(Enum.GetValues<WorkerFate>().Length)]);

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
            _ => new Fault.NetworkFails(side, way, random.Next(2) == 0 ? new ProxyFault.Crawl(2_000) : new ProxyFault.Delay(TimeSpan.FromMilliseconds(20 + random.Next(200)))),
        };
    }
#pragma warning restore CA5394
}
