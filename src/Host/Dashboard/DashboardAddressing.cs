using System.Net;
using System.Net.Sockets;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The address at which a dashboard listens, and the one by which people reach it.</summary>
internal static class DashboardAddressing
{
    /// <summary>Returns the address to listen at. Throws <see cref="RefusedException"/> where the name has none.</summary>
    public static async Task<IPEndPoint> FindAsync(DashboardAddress address, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(address.Host, out var literal))
            return new IPEndPoint(literal, address.Port);
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return new IPEndPoint(IPAddress.Loopback, address.Port);
        try
        {
            var found = await Dns.GetHostAddressesAsync(address.Host, cancellationToken).ConfigureAwait(false);
            return new IPEndPoint(found[0], address.Port);
        }
        catch (SocketException unknown)
        {
            throw new RefusedException(
                $"The dashboard cannot listen at {address.Host}: {unknown.Message}.",
                "Give an address of this machine with --dashboard ADDRESS[:PORT].", unknown);
        }
    }

    /// <summary>Returns the URL of the page; an address that means all of this machine's is replaced by the machine's name.</summary>
    public static string UrlOf(IPEndPoint listens, bool isEncrypted)
    {
        var host = listens.Address.Equals(IPAddress.Any) || listens.Address.Equals(IPAddress.IPv6Any) ? Environment.MachineName
            : listens.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{listens.Address}]"
            : listens.Address.ToString();
        return FormattableString.Invariant($"{(isEncrypted ? "https" : "http")}://{host}:{listens.Port}/");
    }
}
