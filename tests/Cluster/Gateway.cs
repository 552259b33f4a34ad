using System.Net;
using ActorMigrate.Faults.Tests.Proxy;

namespace ActorMigrate.Cluster.Tests;

/// <summary>A gateway that translates addresses: what reaches its public address and port is carried to another address and
/// port.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly IPAddress Public = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Inner = IPAddress.Parse("127.0.0.5");

    private readonly FaultProxy proxy;

    public Gateway()
    {
        // Nothing else of these tests listens at the inner address, so the port beside the public one is free there.
        proxy = FaultProxy.Before(port => new IPEndPoint(Inner, port - 1), Public);
        Address = new ListenAddress($"{Inner}", proxy.Port - 1) { AdvertisedHost = $"{Public}", AdvertisedPort = proxy.Port };
    }

    /// <summary>Where a node behind this gateway listens, and what others are told.</summary>
    public ListenAddress Address { get; }

    /// <summary>Connections that are carried to the node.</summary>
    public int Carried => proxy.Connections;

    /// <summary>Ends all connections, and lets no other through.</summary>
    public void Cut()
    {
        proxy.ToServer.Fault = new ProxyFault.BlackHole();
        proxy.EndAll(byReset: true);
    }

    public ValueTask DisposeAsync() => proxy.DisposeAsync();
}
