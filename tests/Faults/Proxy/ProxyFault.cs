namespace ActorMigrate.Faults.Tests.Proxy;

/// <summary>Which way bytes go through a proxy.</summary>
internal enum ProxyWay
{
    /// <summary>The bytes from the program to its server.</summary>
    ToServer,

    /// <summary>The bytes of the server's answers.</summary>
    ToClient,
}

/// <summary>The treatment of the bytes of one way by a proxy. The closed set of cases is nested here.</summary>
internal abstract record ProxyFault
{
    private ProxyFault()
    {
    }

    /// <summary>Nothing.</summary>
    public sealed record Pass : ProxyFault;

    /// <summary>Bytes wait, and no end of a connection is told to anyone, until another fault is set: packets that are dropped and, once
    /// the network has healed, sent again.</summary>
    public sealed record BlackHole : ProxyFault;

    /// <summary>So many bytes a second on each connection.</summary>
    public sealed record Crawl(int BytesPerSecond) : ProxyFault;

    /// <summary>Each piece comes so much later.</summary>
    public sealed record Delay(TimeSpan Late) : ProxyFault;

    /// <summary>The connection that carries the byte after so many more ends: by FIN, in good order, or by RST.</summary>
    public sealed record EndAfter(long Bytes, bool ByReset) : ProxyFault;
}
