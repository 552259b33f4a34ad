using System.Text.Json;
using ActorMigrate.Faults.Tests.Proxy;
using ActorMigrate.Migration.Planning;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Network;

/// <summary>An address of this machine behind which the server is far away, as the near end of a tunnel is.</summary>
public sealed class TunnelTests
{
    [Fact]
    public async Task A_tunnel_is_told_from_a_server_of_this_machine_by_its_slow_answers()
    {
        await using var source = await TestDatabase.CreateAsync(await TestServer.GetAsync());
        await using var target = await TestDatabase.CreateAsync(await TestServer.GetAsync());
        await using var fromSource = TunnelTo(source);
        await using var toTarget = TunnelTo(target);

        var run = await Cli.RunAsync(
            "plan", "--source", Through(fromSource, source), "--target", Through(toTarget, target), "--json");

        Assert.True(run.ExitCode == 0, run.Printed);
        var plan = JsonDocument.Parse(run.Out).RootElement;
        var settings = plan.GetProperty("settings").EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting.GetProperty("value").GetString());
        Assert.Equal(("8", "4"), (settings["copy-slots"], settings["index-slots"]));
        // Servers elsewhere do not share this machine's processors, so each copy gains by running beside the others.
        Assert.Equal(8, plan.GetProperty("estimate").GetProperty("streams").GetInt32());
    }

    private static FaultProxy TunnelTo(TestDatabase server)
    {
        var tunnel = FaultProxy.Before(PortOf(server));
        tunnel.ToServer.Fault = new ProxyFault.Delay(2 * LotPolicy.Near);
        return tunnel;
    }

    private static string Through(FaultProxy tunnel, TestDatabase server) =>
        server.Uri.Replace($":{PortOf(server)}/", $":{tunnel.Port}/", StringComparison.Ordinal);

    private static int PortOf(TestDatabase server) => new NpgsqlConnectionStringBuilder(server.ConnectionString).Port;
}
