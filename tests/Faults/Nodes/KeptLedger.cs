using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Nodes;

/// <summary>Looks into the ledger of a scene whose migration keeps it.</summary>
internal static class KeptLedger
{
    /// <summary>The flags of a run that keeps its ledger and copies the large table in partitions, one at a time on each node.</summary>
    public static string[] Flags { get; } =
        ["--truncate-existing-tables", "--partition-threshold", "1000 rows", "--copy-slots", "1", "--keep-control"];

    /// <summary>Waits until a copy of the run stands at the gate; fails with all that the run printed where it ends before.</summary>
    public static async Task BegunAsync(this Scene scene, Task<string> ended)
    {
        var arrival = scene.Gate.WaitForCopyAsync();
        if (await Task.WhenAny(arrival, ended) == ended)
            Assert.Fail($"The run ended before its copy came to the gate:\n{await ended}");
        await arrival;
    }

    /// <summary>Waits until the ledger, which may not be there yet, says so.</summary>
    public static Task HoldsAsync(this Scene scene, string condition, string otherwise) => Eventually.TrueAsync(
        async () => await scene.Target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.node') IS NOT NULL")
            && await scene.Target.ScalarAsync<bool>(condition),
        otherwise);

    /// <summary>Waits until so many nodes live and are members of the cluster.</summary>
    public static Task MembersAsync(this Scene scene, int count) => scene.HoldsAsync(
        $"SELECT count(*) = {count} AND count(joined_at) = {count} FROM actormigrate.node WHERE left_at IS NULL",
        $"not {count} nodes are members");

    /// <summary>Every task was done, and by one attempt; the others, if any, were given back.</summary>
    public static async Task EachTaskWasDoneOnceAsync(this Scene scene)
    {
        var others = await scene.Target.ScalarAsync<string>("""
            SELECT string_agg(concat_ws(' ', t.kind, t.name, t.state, outcomes, errors), E'\n')
            FROM actormigrate.task t
            LEFT JOIN (
                SELECT task, string_agg(coalesce(outcome, 'open'), ',' ORDER BY attempt) AS outcomes, string_agg(error, E'\n') AS errors
                FROM actormigrate.attempt GROUP BY task
            ) a ON a.task = t.id
            WHERE t.state <> 'done' OR outcomes !~ '^(released,)*done$'
            """);
        Assert.True(others is null, others);
    }

    /// <summary>Every node that took part has left by itself.</summary>
    public static async Task NoNodeIsLeftAsync(this Scene scene, int tookPart) => Assert.Equal(
        $"{tookPart} nodes, 0 left over, 0 removed",
        await scene.Target.ScalarAsync<string>("""
            SELECT format('%s nodes, %s left over, %s removed', count(*), count(*) FILTER (WHERE left_at IS NULL), count(reaped_by)) FROM actormigrate.node
            """));

    /// <summary>Takes the ledger away, as a user does who has seen what it says.</summary>
    public static async Task CleanUpAsync(this Scene scene)
    {
        var run = await Cli.RunAsync("cleanup", "--source", scene.Source.Uri, "--target", scene.Target.Uri, "--yes");
        Assert.True(run.ExitCode == 0, run.Printed);
    }
}
