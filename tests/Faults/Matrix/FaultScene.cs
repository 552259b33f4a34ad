using ActorMigrate.Faults.Tests.Proxy;
using ActorMigrate.Faults.Tests.Resources;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The two databases of one case, each behind a proxy, and the faults that can be brought upon them.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    /// <summary>A fault that has not shown itself after so long is lifted all the same.</summary>
    private static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly FaultServers servers;

    private SmallDisk? disk;

    private FaultScene(FaultServers servers, TestDatabase source, TestDatabase target)
    {
        (this.servers, Source, Target) = (servers, source, target);
        (SourceProxy, TargetProxy) = (FaultProxy.Before(servers.Source.Port), FaultProxy.Before(servers.Target.Port));
    }

    public TestDatabase Source { get; }

    public TestDatabase Target { get; }

    public FaultProxy SourceProxy { get; }

    public FaultProxy TargetProxy { get; }

    public static async Task<FaultScene> SetAsync(FaultServers servers)
    {
        var (source, target) = await servers.CreateAsync();
        return new FaultScene(servers, source, target);
    }

    /// <summary>Moves the target to a disk of its own, which can fill.</summary>
    public async Task MoveTargetToSmallDiskAsync(int megabytes)
    {
        disk = await SmallDisk.MountAsync(megabytes);
        var folder = await disk.FolderLikeAsync(servers.Target.DataFolder);
        await TestServer.Of(servers.Target).ExecuteAsync($"CREATE TABLESPACE {Target.Name} LOCATION '{folder}'");
        await TestServer.Of(servers.Target).ExecuteAsync($"ALTER DATABASE {Target.Name} SET TABLESPACE {Target.Name}");
    }

    /// <summary>A command between the two databases, through the proxies, with its events as JSON lines.</summary>
    public string[] Command(string name, params string[] more) =>
        [name, "--source", SourceProxy.Through(Source.Uri), "--target", TargetProxy.Through(Target.Uri), "--json", .. more];

    /// <summary>Completes when the moment has come.</summary>
    public Task WhenAsync(Moment moment, FaultRun run)
    {
        if (moment is Moment.BytesPassed at)
            return Proxy(at.Side).Rule(at.Way).WhenPassedAsync(at.Bytes);
        var (wanted, nth) = moment.Sign();
        return run.Lines.WhenAsync(wanted, nth);
    }

    /// <summary>Brings a fault upon the run, and lifts it again where it does not pass by itself.</summary>
    public async Task StrikeAsync(Fault fault, FaultRun run)
    {
        switch (fault)
        {
            case Fault.BackendsEnd end:
                await EndBackendsAsync(end.Side, end.Purpose is { } purpose
                    ? $"application_name ~ 'actormigrate {purpose}'"
                    : "application_name ~ '^actormigrate'");
                break;
            case Fault.OneHolderEnds:
                await EndBackendsAsync(
                    ServerSide.Source,
                    "pid = (SELECT min(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
                        + "application_name ~ 'actormigrate snapshot')");
                break;
            case Fault.ServerRestarts restart:
                await (restart.Side == ServerSide.Source ? servers.Source : servers.Target).RestartAsync(StopMode.Immediate);
                break;
            case Fault.NetworkCut cut:
                Proxy(cut.Side).EndAll(cut.ByReset);
                break;
            case Fault.ConnectionEnds ends:
                Proxy(ends.Side).Rule(ends.Way).Fault = new ProxyFault.EndAfter(ends.Bytes, ends.ByReset);
                break;
            case Fault.NetworkFails fails:
                Proxy(fails.Side).Rule(fails.Way).Fault = fails.How;
                await NoticedAsync(run, LongestFault);
                break;
            case Fault.DiskFull:
                await disk!.FillAsync();
                await Task.WhenAny(run.Ended, Task.Delay(LongestFault));
                break;
            case Fault.ProcessIsKilled:
                await run.SignalAsync("KILL");
                break;
            case Fault.ProcessIsStopped:
                await run.SignalAsync("TERM");
                break;
            case Fault.ProcessIsPaused:
                await run.SignalAsync("STOP");
                await NoticedAsync(run, Pause);
                await run.SignalAsync("CONT");
                break;
        }
    }

    /// <summary>Brings its fate upon a worker beside the run.</summary>
    public async Task StrikeAsync(WorkerFate fate, FaultRun run, FaultRun worker)
    {
        switch (fate)
        {
            case WorkerFate.Killed:
                await worker.SignalAsync("KILL");
                break;
            case WorkerFate.Leaves:
                await worker.SignalAsync("TERM");
                break;
            case WorkerFate.TakenForDead:
                await SleepAsync(worker, run);
                break;
            case WorkerFate.TakesTheCoordinatorForDead:
                await SleepAsync(run, worker);
                break;
            case WorkerFate.InheritsTheCoordination:
                await run.SignalAsync("TERM");
                break;
            case WorkerFate.KilledWithTheCoordinator:
                await worker.SignalAsync("KILL");
                await run.SignalAsync("KILL");
                break;
            case WorkerFate.LosesTheCoordinator:
                await run.SignalAsync("KILL");
                break;
        }
    }

    // A worker that has not joined yet, or has left, finds nobody dead.
    private async Task SleepAsync(FaultRun sleeper, FaultRun other)
    {
        await sleeper.SignalAsync("STOP");
        await Eventually.TrueAsync(async () => other.Ended.IsCompleted || await SomeoneIsFoundDeadAsync(), "nobody finds the sleeper dead");
        await sleeper.SignalAsync("CONT");
    }

    // The ledger may not be there yet, or not any more.
    private async Task<bool> SomeoneIsFoundDeadAsync() =>
        !await Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.node') IS NOT NULL")
        || await Target.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM actormigrate.node WHERE left_at IS NULL OFFSET 1)");

    /// <summary>Nothing goes wrong any more.</summary>
    public void Heal()
    {
        disk?.Free();
        SourceProxy.Heal();
        TargetProxy.Heal();
    }

    /// <summary>The target holds what the source holds, row by row and in the definitions, and nothing is left on either side.</summary>
    public async Task ShouldBeExactAsync()
    {
        Assert.Equal(await Contents.OfAsync(Source), await Contents.OfAsync(Target));
        Assert.Equal(await Source.PgDumpAsync("--schema-only"), await Target.PgDumpAsync("--schema-only"));
        foreach (var database in new[] { Source, Target })
        {
            await Sessions.ShouldBeGoneAsync(database);
            Assert.Null(await database.ScalarAsync<string>(LeftBehind));
        }
    }

    // Locks of ended sessions go with them; what could stay are prepared transactions, temporary objects and the ledger itself.
    private const string LeftBehind = """
        SELECT string_agg(what, ', ') FROM (
            SELECT 'prepared transaction ' || gid AS what FROM pg_prepared_xacts WHERE database = current_database()
            UNION ALL SELECT 'temporary ' || relname FROM pg_class WHERE relpersistence = 't'
            UNION ALL SELECT 'unlogged ' || relname FROM pg_class WHERE relpersistence = 'u'
            UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'actormigrate'
            UNION ALL SELECT 'invalid ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
        ) found
        """;

    private async Task EndBackendsAsync(ServerSide side, string which) =>
        await (side == ServerSide.Source ? Source : Target).ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                + $"pg_backend_pid() AND {which}");

    private static async Task NoticedAsync(FaultRun run, TimeSpan longest)
    {
        var noticed = run.Lines.WhenAsync(happened => Moment.Is(happened, "task-retrying"));
        await Task.WhenAny(noticed, run.Ended, Task.Delay(longest));
    }

    private FaultProxy Proxy(ServerSide side) => side == ServerSide.Source ? SourceProxy : TargetProxy;

    public async ValueTask DisposeAsync()
    {
        await SourceProxy.DisposeAsync();
        await TargetProxy.DisposeAsync();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        if (disk is null)
            return;
        await TestServer.Of(servers.Target).RemoveAsync($"DROP TABLESPACE {Target.Name}");
        await disk.DisposeAsync();
    }
}
