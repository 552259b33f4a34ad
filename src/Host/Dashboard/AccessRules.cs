using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Decides who may read the dashboard and who may steer with it. Pure.</summary>
/// <param name="token">The token that every user needs, or null where the page is for this machine alone and only shows.</param>
/// <param name="isLoopback">Tells whether only this machine reaches the dashboard.</param>
internal sealed class AccessRules(string? token, bool isLoopback)
{
    /// <summary>The header that a page of another origin cannot send without being asked first.</summary>
    public const string ControlHeader = "X-ActorMigrate-Control";

    /// <summary>The least characters of a token that a user gives.</summary>
    public const int ShortestToken = 16;

    private readonly byte[]? _digest = token is null ? null : DigestOf(token);

    /// <summary>Tells whether users need a token.</summary>
    public bool NeedsToken => _digest is not null;

    /// <summary>Returns a new token: 256 bits at random, in letters that a URL takes.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Returns whether a request names this machine by a name that no foreign page can take. A page whose own name was made to
    /// lead to this machine (DNS rebinding) sends that name. Where a token is needed from everywhere, such a page does not know
    /// it.</summary>
    public bool AllowsHost(string? host)
    {
        if (!isLoopback)
            return !string.IsNullOrEmpty(host);
        var name = NameOf(host ?? "");
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Returns whether <paramref name="given"/> is the token, in a time that does not depend on where it differs.</summary>
    public bool Knows(string? given) =>
        _digest is null || (given is not null && CryptographicOperations.FixedTimeEquals(DigestOf(given), _digest));

    /// <summary>Returns whether a request that changes something comes from the dashboard's own page: it has the header, and where it
    /// names an origin, that is the host it was sent to.</summary>
    public static bool IsOwnPage(string? header, string? origin, string? host)
    {
        if (header != "1")
            return false;
        return string.IsNullOrEmpty(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(host, StringComparison.OrdinalIgnoreCase));
    }

    private static string NameOf(string host)
    {
        if (host.StartsWith('['))
            return host.IndexOf(']', StringComparison.Ordinal) is > 0 and var close ? host[1..close] : host;
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? host : host[..colon];
    }

    private static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
