using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>Picks ports for throwaway servers below the range that systems give to outgoing connections,
/// so that a server which is restarted finds its port free again.</summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_000;

    public static int Pick()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // The port is taken: the next one is tried.
            }
        }
    }
}
