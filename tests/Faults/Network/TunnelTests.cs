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
        var port = new NpgsqlConnectionStringBuilder(target.ConnectionString).Port;
        await using var tunnel = FaultProxy.Before(port);
        tunnel.ToServer.Fault = new ProxyFault.Delay(2 * LotPolicy.Near);
        var far = target.Uri.Replace($":{port}/", $":{tunnel.Port}/", StringComparison.Ordinal);

        var run = await Cli.RunAsync("plan", "--source", source.Uri, "--target", far, "--json");

        Assert.True(run.ExitCode == 0, run.Printed);
        var settings = JsonDocument.Parse(run.Out).RootElement.GetProperty("settings").EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting.GetProperty("value").GetString());
        Assert.Equal(("8", "4"), (settings["copy-slots"], settings["index-slots"]));
    }
}
