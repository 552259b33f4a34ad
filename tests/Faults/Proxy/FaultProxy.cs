using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ActorMigrate.Faults.Tests.Proxy;

/*  A TCP proxy that fails on command. Each accepted connection is two flows, one a way; what a flow does with its bytes is asked anew
    for each piece, so a fault that is set takes hold of connections that are open already.

        program ──▶ [ToServer flow] ──▶ server
        program ◀── [ToClient flow] ◀── server */

/// <summary>Stands between the program and a server.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxiedConnection, Task> open = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint server;
    private readonly Task accepting;

    private readonly IPAddress at;

    private FaultProxy(Func<int, IPEndPoint> server, IPAddress at)
    {
        this.at = at;
        listener.Bind(new IPEndPoint(at, 0));
        listener.Listen();
        this.server = server(Port);
        accepting = AcceptAsync();
    }

    /// <summary>The rules of the way to the server.</summary>
    public ProxyRule ToServer { get; } = new();

    /// <summary>The rules of the way back.</summary>
    public ProxyRule ToClient { get; } = new();

    /// <summary>The port at which it listens.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>Connections that are open now.</summary>
    public int Connections => open.Count;

    /// <summary>A proxy before a server on 127.0.0.1, which listens there, too, or at <paramref name="at"/>.</summary>
    public static FaultProxy Before(int port, IPAddress? at = null) =>
        Before(_ => new IPEndPoint(IPAddress.Loopback, port), at ?? IPAddress.Loopback);

    /// <summary>A proxy that listens at <paramref name="at"/>, before a server whose place follows from the port there.</summary>
    public static FaultProxy Before(Func<int, IPEndPoint> server, IPAddress at) => new(server, at);

    /// <summary>The rules of one way.</summary>
    public ProxyRule Rule(ProxyWay way) => way == ProxyWay.ToServer ? ToServer : ToClient;

    /// <summary>Both ways pass again.</summary>
    public void Heal()
    {
        ToServer.Fault = new ProxyFault.Pass();
        ToClient.Fault = new ProxyFault.Pass();
    }

    /// <summary>The connection text that leads through this proxy to where <paramref name="uri"/> leads.</summary>
    public string Through(string uri)
    {
        var builder = new UriBuilder(uri) { Host = at.ToString(), Port = Port };
        return builder.Uri.AbsoluteUri;
    }

    /// <summary>Ends all open connections, by FIN or by RST.</summary>
    public void EndAll(bool byReset)
    {
        foreach (var connection in open.Keys)
            connection.End(byReset);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptAsync(stop.Token);
            var connection = new ProxiedConnection(client, this);
            open[connection] = Task.CompletedTask;
            _ = RunAsync(connection);
        }
    }

    private async Task RunAsync(ProxiedConnection connection)
    {
        var running = connection.RunAsync(server, stop.Token);
        open[connection] = running;
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        open.TryRemove(connection, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        EndAll(byReset: true);
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(open.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
