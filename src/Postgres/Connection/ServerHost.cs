using System.Net;

namespace ActorMigrate.Postgres.Connection;

/// <summary>One place where the server may be: a host name or address, or the folder of its unix socket.</summary>
/// <param name="Name">Host name, IP address, or the socket's folder (absolute, or beginning with @ for an abstract socket).</param>
/// <param name="Address">The address to connect to instead of resolving <paramref name="Name"/> (libpq's <c>hostaddr</c>), or null.</param>
/// <param name="Port">1 to 65535; it also names the socket.</param>
public sealed record ServerHost(string Name, string? Address, int Port)
{
    /// <summary>The host is a unix socket.</summary>
    public bool IsSocket => Address is null && (Name.StartsWith('/') || Name.StartsWith('@'));

    /// <summary>The host is reached by a socket of this machine or over its loopback interface.</summary>
    public bool IsThisMachine =>
        IsSocket || Endpoint == "localhost" || IPAddress.TryParse(Endpoint, out var address) && IPAddress.IsLoopback(address);

    /// <summary>The host that the connection really goes to.</summary>
    internal string Endpoint => Address ?? Name;

    /// <summary>Returns <c>host:port</c>; an IPv6 address in brackets.</summary>
    public override string ToString() => Name.Contains(':', StringComparison.Ordinal) && !IsSocket ? $"[{Name}]:{Port}" : $"{Name}:{Port}";
}
