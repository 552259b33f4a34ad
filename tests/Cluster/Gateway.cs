using System.Net;
using System.Net.Sockets;

namespace ActorMigrate.Cluster.Tests;

/// <summary>A gateway that translates addresses: what reaches its public address and port is carried to another address and
/// port.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private const string Public = "127.0.0.2";
    private const string Inner = "127.0.0.5";

    private readonly TcpListener listener = new(IPAddress.Parse(Public), 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;
    private int carried;

    public Gateway()
    {
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Nothing else of these tests listens at the inner address, so the port beside the public one is free there.
        Address = new ListenAddress(Inner, port - 1) { AdvertisedHost = Public, AdvertisedPort = port };
        serving = ServeAsync();
    }

    /// <summary>Where a node behind this gateway listens, and what others are told.</summary>
    public ListenAddress Address { get; }

    /// <summary>Connections that were carried to the node.</summary>
    public int Carried => Volatile.Read(ref carried);

    /// <summary>Ends all connections, and lets no other through.</summary>
    public async Task CutAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        listener.Dispose();
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(CarryAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task CarryAsync(Socket outside)
    {
        using var inside = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await inside.ConnectAsync(IPAddress.Parse(Address.Host), Address.Port, end.Token);
            Interlocked.Increment(ref carried);
            await using var near = new NetworkStream(outside, ownsSocket: true);
            await using var far = new NetworkStream(inside);
            await Task.WhenAny(near.CopyToAsync(far, end.Token), far.CopyToAsync(near, end.Token));
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            // Whoever connected meets a closed connection, as behind any gateway whose host is gone.
            outside.Dispose();
        }
    }
}
