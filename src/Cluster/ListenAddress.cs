namespace ActorMigrate.Cluster;

/// <summary>The address at which a node's actor system listens, and the one by which others reach it. Port 0 takes any free one.</summary>
/// <param name="Host">The address to listen at: a name, or an address of IPv4 or IPv6.</param>
/// <param name="Port">0 to 65535.</param>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>For a node that no other machine needs to reach.</summary>
    public static readonly ListenAddress Loopback = new("127.0.0.1", 0);

    /// <summary>The name or address by which others reach this node, where it is another than <see cref="Host"/>, as behind NAT.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port by which others reach this node, where it is another than <see cref="Port"/>.</summary>
    public int? AdvertisedPort { get; init; }
}
