using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Npgsql;

namespace ActorMigrate.Postgres.Connection;

/// <summary>The encryption of a connection, and the authorities that it trusts.</summary>
internal sealed record TlsSettings
{
    private static readonly Dictionary<string, TlsMode> Modes = new(StringComparer.Ordinal)
    {
        ["disable"] = TlsMode.Disable, ["allow"] = TlsMode.Allow, ["prefer"] = TlsMode.Prefer,
        ["require"] = TlsMode.Require, ["verify-ca"] = TlsMode.VerifyCa, ["verify-full"] = TlsMode.VerifyFull,
    };

    private static readonly Dictionary<string, SslNegotiation> Negotiations = new(StringComparer.Ordinal)
    {
        ["postgres"] = SslNegotiation.Postgres, ["direct"] = SslNegotiation.Direct,
    };

    private static readonly Dictionary<string, int> Versions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TLSv1"] = 0, ["TLSv1.1"] = 1, ["TLSv1.2"] = 2, ["TLSv1.3"] = 3,
    };

#pragma warning disable SYSLIB0039, CA5397, CA5398 // The user names the bounds; what lies between is not ours to forbid.
    private static readonly SslProtocols[] Protocols = [SslProtocols.Tls, SslProtocols.Tls11, SslProtocols.Tls12, SslProtocols.Tls13];
#pragma warning restore SYSLIB0039, CA5397, CA5398

    /// <summary>The mode that is in force.</summary>
    public required TlsMode Mode { get; init; }

    /// <summary>The way in which TLS begins.</summary>
    public required SslNegotiation Negotiation { get; init; }

    /// <summary>The authorities to trust; null means the system's, where the mode verifies at all.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The client's certificate, its key, and the key's password.</summary>
    public string? Certificate { get; init; }

    /// <inheritdoc cref="Certificate"/>
    public string? Key { get; init; }

    /// <inheritdoc cref="Certificate"/>
    public Password? KeyPassword { get; init; }

    /// <summary>Never show a client certificate (libpq's <c>sslcertmode=disable</c>).</summary>
    public bool NoCertificate { get; init; }

    /// <summary>The protocol versions allowed; <see cref="SslProtocols.None"/> leaves it to the system.</summary>
    public SslProtocols AllowedProtocols { get; init; }

    /// <summary>The server's certificate is checked.</summary>
    public bool Verifies => Mode is TlsMode.VerifyCa or TlsMode.VerifyFull;

    /// <summary>Reads the ssl… parameters; files that they need are read now, so that a missing one is found before connecting.</summary>
    public static TlsSettings Read(ConnectionSettings settings, ConnectionEnvironment environment)
    {
        var system = settings["sslrootcert"] == "system";
        var mode = settings.Choice("sslmode", Modes) ?? (system ? TlsMode.VerifyFull : TlsMode.Prefer);
        if (system && mode != TlsMode.VerifyFull)
            throw settings.Invalid("sslmode", "is too weak for sslrootcert=system",
                "Use sslmode=verify-full: anyone can have a certificate of a public authority.");
        var roots = system ? null : ReadRoots(settings, environment, mode);
        // A root file makes `require` verify, as in libpq.
        if (mode == TlsMode.Require && roots is not null)
            mode = TlsMode.VerifyCa;
        if (settings["sslpassword"] is not null && (settings["sslcert"] is null || settings["sslkey"] is null))
            throw ConnectionSyntax.Malformed(settings.Role, "gives sslpassword without sslcert and sslkey",
                "Name the client certificate and the key that the password opens.");
        return new TlsSettings
        {
            Mode = mode,
            Negotiation = ReadNegotiation(settings, mode),
            Roots = mode is TlsMode.VerifyCa or TlsMode.VerifyFull ? roots : null,
            Certificate = settings["sslcert"],
            Key = settings["sslkey"],
            KeyPassword = settings["sslpassword"] is { } password ? new Password(password) : null,
            NoCertificate = settings["sslcertmode"] == "disable",
            AllowedProtocols = Allowed(settings),
        };
    }

    private static SslNegotiation ReadNegotiation(ConnectionSettings settings, TlsMode mode)
    {
        var negotiation = settings.Choice("sslnegotiation", Negotiations) ?? SslNegotiation.Postgres;
        if (negotiation == SslNegotiation.Direct && mode < TlsMode.Require)
            throw settings.Invalid("sslnegotiation", "needs sslmode=require or stronger", "Set sslmode=require, verify-ca or verify-full.");
        return negotiation;
    }

    private static SslProtocols Allowed(ConnectionSettings settings)
    {
        var least = settings.Choice("ssl_min_protocol_version", Versions);
        var most = settings.Choice("ssl_max_protocol_version", Versions);
        if (least > most)
            throw settings.Invalid("ssl_min_protocol_version", "is above ssl_max_protocol_version", "Swap them.");
        if (least is null && most is null)
            return SslProtocols.None;
        return Protocols[(least ?? 2)..((most ?? 3) + 1)].Aggregate(SslProtocols.None, (all, one) => all | one);
    }

    private static X509Certificate2Collection? ReadRoots(ConnectionSettings settings, ConnectionEnvironment environment, TlsMode mode)
    {
        var path = settings["sslrootcert"] ?? (environment.HomeFolder is { } home ? Path.Combine(home, ".postgresql", "root.crt") : null);
        var text = path is null || mode < TlsMode.Require ? null : Text(path, environment);
        if (text is not null)
            return Certificates(text, path!);
        return mode < TlsMode.VerifyCa ? null : throw new RefusedException(
            Outcome.BadUsage,
            $"The root certificate file {path ?? "~/.postgresql/root.crt"} of the {settings.Role} does not exist, and "
                + $"sslmode={settings["sslmode"]} needs it.",
            "Name the authority's certificate with sslrootcert=FILE, or trust the system's with "
                + "sslrootcert=system and sslmode=verify-full.");
    }

    private static string? Text(string path, ConnectionEnvironment environment)
    {
        try
        {
            return environment.ReadFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                Outcome.BadUsage, $"The root certificate file {path} cannot be read: {e.Message}", "Make the file readable.", e);
        }
    }

    private static X509Certificate2Collection Certificates(string text, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        return certificates.Count > 0 ? certificates : throw new RefusedException(
            Outcome.BadUsage, $"The root certificate file {path} holds no certificate.",
            "It must hold certificates in PEM form (-----BEGIN CERTIFICATE-----).");
    }
}
