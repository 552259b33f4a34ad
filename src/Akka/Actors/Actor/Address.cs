namespace Akka.Actor;

/// <summary>Where an actor system is: protocol, system name and, for remote ones, host and port.</summary>
public sealed class Address : IEquatable<Address>
{
    /// <summary>Makes an address; a local one has neither <paramref name="host"/> nor <paramref name="port"/>.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host;
        Port = port;
    }

    /// <summary>The protocol, <c>akka</c> for a local system.</summary>
    public string Protocol { get; }

    /// <summary>The name of the actor system.</summary>
    public string System { get; }

    /// <summary>The host, or null for a local system.</summary>
    public string? Host { get; }

    /// <summary>The port, or null for a local system.</summary>
    public int? Port { get; }

    /// <inheritdoc/>
    public bool Equals(Address? other) =>
        other is not null && Protocol == other.Protocol && System == other.System && Host == other.Host && Port == other.Port;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public override string ToString() =>
        Host is null ? $"{Protocol}://{System}" : $"{Protocol}://{System}@{Host}:{Port}";
}
