using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Nodes;

/// <summary>Processes that migrate one scene together. Where <paramref name="someoneDies"/>, leases are short, for a test's sake; else they
/// are long, so that a busy machine does not take a node for dead. Their environment has these variables first. Disposing kills those that
/// still run.</summary>
internal sealed class Crew(Scene scene, bool someoneDies = false, IReadOnlyDictionary<string, string>? environment = null)
    : IAsyncDisposable
{
    private readonly List<CliProcess> processes = [];

    private readonly Dictionary<string, string> quick = new((environment ?? new Dictionary<string, string>()).UnionBy(
        new Dictionary<string, string>(Scene.QuickRetry)
        {
            ["ACTORMIGRATE_HEARTBEAT_INTERVAL"] = "200 ms",
            ["ACTORMIGRATE_LEASE"] = someoneDies ? "3 s" : "20 s",
            ["ACTORMIGRATE_SPLIT_SIZE"] = "64 KiB",
        },
        variable => variable.Key));

    /// <summary>Starts a process that coordinates, with these further arguments.</summary>
    public CliProcess Coordinator(params string[] more) =>
        Start(["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned, .. more]);

    /// <summary>Starts a process that joins, with these further arguments.</summary>
    public CliProcess Worker(params string[] more) =>
        Start(["worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. more]);

    /// <summary>Starts a process that joins, in an environment that has these variables, too.</summary>
    public CliProcess WorkerWith(Dictionary<string, string> more) =>
        Start(["worker", "--source", scene.Source.Uri, "--target", scene.Target.Uri], new Dictionary<string, string>(quick.Concat(more)));

    /// <summary>Starts a process that goes on, with these further arguments.</summary>
    public CliProcess Resume(params string[] more) =>
        Start(["resume", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. more]);

    /// <summary>Waits until so many nodes live by the ledger.</summary>
    public Task LivingAsync(int count) =>
        HoldsAsync($"SELECT count(*) = {count} FROM actormigrate.node WHERE left_at IS NULL", $"not {count} nodes live");

    /// <summary>Waits until so many nodes live and have joined the cluster.</summary>
    public Task MembersAsync(int count) => HoldsAsync(
        $"SELECT count(*) = {count} AND count(joined_at) = {count} FROM actormigrate.node WHERE left_at IS NULL",
        $"not {count} nodes are members");

    /// <summary>Waits until the ledger, which must be there, says so.</summary>
    public Task HoldsAsync(string condition, string otherwise) => Eventually.TrueAsync(
        async () => await scene.Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.snapshot') IS NOT NULL")
            && await scene.Target.ScalarAsync<bool>(condition),
        () => otherwise);

    /// <summary>Every one of them ends with exit code 0, and tells no secret.</summary>
    public static async Task ShouldSucceedAsync(params CliProcess[] processes)
    {
        foreach (var process in processes)
        {
            var run = await process.EndAsync();
            Assert.True(run.ExitCode == 0, run.Printed);
            run.ShouldKeepSecrets();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    private CliProcess Start(string[] arguments, Dictionary<string, string>? environment = null)
    {
        var process = CliProcess.Start(arguments, environment ?? quick);
        processes.Add(process);
        return process;
    }
}
