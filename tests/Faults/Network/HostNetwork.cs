using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace ActorMigrate.Faults.Tests.Network;

/// <summary>Hosts of a test's own on a network of its own: network namespaces on a bridge, between which ways can be cut. It takes root and
/// the program <c>ip</c>. Addresses are 10.99.0.0/24; one network at a time, whichever process makes it.</summary>
internal sealed class HostNetwork : IAsyncDisposable
{
    private const string Bridge = "amfbr0";

    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(8);

    private readonly int hosts;
    private readonly FileStream turn;

    private HostNetwork(int hosts, FileStream turn) => (this.hosts, this.turn) = (hosts, turn);

    /// <summary>The address at which the hosts reach the machine itself.</summary>
    public static IPAddress Machine { get; } = IPAddress.Parse("10.99.0.1");

    /// <summary>Makes hosts, numbered from 1.</summary>
    public static async Task<HostNetwork> MakeAsync(int hosts)
    {
        var network = new HostNetwork(hosts, await TurnAsync());
        await network.RemoveAsync();
        await IpAsync("link", "add", Bridge, "type", "bridge");
        await IpAsync("addr", "add", Machine + "/24", "dev", Bridge);
        await IpAsync("link", "set", Bridge, "up");
        for (var host = 1; host <= hosts; host++)
            await AddAsync(host);
        return network;
    }

    /// <summary>The namespace of a host.</summary>
    public static string NameOf(int host) => string.Create(CultureInfo.InvariantCulture, $"amfhost{host}");

    /// <summary>The address of a host.</summary>
    public static string AddressOf(int host) => string.Create(CultureInfo.InvariantCulture, $"10.99.0.{10 + host}");

    /// <summary>Drops the packets that a host sends to an address, without a word to the host.</summary>
    public static Task CutAsync(int host, string address) => IpAsync("-n", NameOf(host), "route", "add", "blackhole", address + "/32");

    /// <summary>The way that was cut is whole again.</summary>
    public static Task HealAsync(int host, string address) => IpAsync("-n", NameOf(host), "route", "del", "blackhole", address + "/32");

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        await turn.DisposeAsync();
    }

    /// <summary>Waits until no other process has a network. The lock goes with the process that holds it.</summary>
    private static async Task<FileStream> TurnAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), "actormigrate-tests-network.lock");
        using var deadline = new CancellationTokenSource(LongestTurn);
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!deadline.IsCancellationRequested)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task AddAsync(int host)
    {
        var (name, link) = (NameOf(host), LinkOf(host));
        await IpAsync("netns", "add", name);
        await IpAsync("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
        await IpAsync("link", "set", link, "master", Bridge);
        await IpAsync("link", "set", link, "up");
        await IpAsync("-n", name, "addr", "add", AddressOf(host) + "/24", "dev", "eth0");
        await IpAsync("-n", name, "link", "set", "eth0", "up");
        await IpAsync("-n", name, "link", "set", "lo", "up");
    }

    private static string LinkOf(int host) => string.Create(CultureInfo.InvariantCulture, $"amfv{host}");

    /// <summary>A network that an earlier test left behind is removed, too. The links go first: with their namespace they would go some
    /// time after it.</summary>
    private async Task RemoveAsync()
    {
        for (var host = 1; host <= hosts; host++)
        {
            await RunAsync("link", "del", LinkOf(host));
            await RunAsync("netns", "del", NameOf(host));
        }

        await RunAsync("link", "del", Bridge);
    }

    private static async Task IpAsync(params string[] arguments)
    {
        var (code, error) = await RunAsync(arguments);
        Assert.True(code == 0, $"ip {string.Join(' ', arguments)} ended with {code}: {error} This test needs root and iproute2.");
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
