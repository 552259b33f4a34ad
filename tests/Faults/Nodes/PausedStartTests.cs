using ActorMigrate.Faults.Tests.Proxy;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Nodes;

/// <summary>A process that is paused before it takes part, by its user or by a machine that sleeps, goes on as if it had been started
/// later: no time that was up meanwhile is held against a server or against another node.</summary>
public sealed class PausedStartTests
{
    private const int Migrations = 16;

    private static readonly Dictionary<string, string> Quick = new(Scene.QuickRetry)
    {
        ["ACTORMIGRATE_LEASE"] = "3 s",
        ["ACTORMIGRATE_HEARTBEAT_INTERVAL"] = "200 ms",
    };

    /// <summary>Longer than any time that a process gives its start.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_it_connects()
    {
        // A pause of somewhat more than one timeout, and of more than two of the other.
        const int pause = 11;
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await using var toSource = FaultProxy.Before(new Uri(source.Uri).Port);
        await using var toTarget = FaultProxy.Before(new Uri(target.Uri).Port);
        toSource.ToClient.Fault = toTarget.ToClient.Fault = new ProxyFault.BlackHole();
        await using var process = CliProcess.Start(
            [
                "check", "--source", $"{toSource.Through(source.Uri)}?connect_timeout=5",
                "--target", $"{toTarget.Through(target.Uri)}?connect_timeout=9",
            ], Quick);
        await Task.WhenAll(toSource.ToServer.WhenPassedAsync(1), toTarget.ToServer.WhenPassedAsync(1)).WaitAsync(Patience.ForARun);

        await process.SignalAsync("STOP");
        await Task.Delay(TimeSpan.FromSeconds(pause));
        toSource.Heal();
        toTarget.Heal();
        await process.SignalAsync("CONT");

        var run = await process.EndAsync();
        Assert.True(run.ExitCode == 0, run.Printed);
    }

    [LongFact]
    public async Task At_any_moment_of_its_start()
    {
        await using var source = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(
            "CREATE TABLE t (id int PRIMARY KEY, x text); INSERT INTO t SELECT g, 'x' || g FROM generate_series(1, 20000) g");

        var runs = await Task.WhenAll(Enumerable.Range(1, Migrations).Select(async i =>
        {
            await using var target = await TestDatabase.CreateAsync();
            await using var process = CliProcess.Start(["migrate", "--source", source.Uri, "--target", target.Uri], Quick);
            await Task.Delay(TimeSpan.FromMilliseconds(i * 400));
            if (!process.HasExited)
            {
                await process.SignalAsync("STOP");
                await Task.Delay(Pause);
                await process.SignalAsync("CONT");
            }

            return await process.EndAsync();
        }));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Printed));
    }
}
