using System.Net;
using System.Net.Sockets;
using ActorMigrate.Cluster;

namespace ActorMigrate.Host.Nodes;

/// <summary>Tries the address at which a node is to listen before its actor system does: Akka.Hosting prints the stack trace of a failure
/// on standard output, which belongs to the summary.</summary>
internal static class ListenProbe
{
    /// <summary>Binds a socket to <paramref name="listen"/> and closes it. Throws <see cref="SocketException"/> where that fails.</summary>
    public static async Task BindAsync(ListenAddress listen, CancellationToken cancellationToken)
    {
        var address = IPAddress.TryParse(listen.Host, out var literal)
            ? literal
            : (await Dns.GetHostAddressesAsync(listen.Host, cancellationToken))[0];
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, listen.Port));
    }
}
