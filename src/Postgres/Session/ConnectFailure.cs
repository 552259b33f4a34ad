using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Connection;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Why one host would not do, in words, with the remedy.</summary>
internal sealed record ConnectFailure(ServerHost Host, string Cause, string Remedy, Exception Exception)
{
    /// <summary>Tells whether the search ends. As in libpq, a server that turned the role away ends the search: the next host would not
    /// know better.</summary>
    public bool EndsTheSearch => Exception is PostgresException { SqlState: ['2', '8', ..] };

    /// <summary>Explains <paramref name="exception"/>. The database was reached before where it <paramref name="wasThere"/>.</summary>
    public static ConnectFailure Of(ServerConnection connection, ServerHost host, Exception exception, bool wasThere)
    {
        var (cause, remedy) = exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } gone when wasThere =>
                (CauseOf(gone), Dropped(connection)),
            PostgresException server => Refused(connection, host, server),
            UnwantedServerException unwanted => (unwanted.Message, unwanted.Remedy),
            _ => Unreached(connection, host, exception),
        };
        return new ConnectFailure(host, cause, remedy, exception);
    }

    /// <summary>Returns the one message for all hosts that were tried.</summary>
    public static RefusedException Refuse(ServerConnection connection, IReadOnlyList<ConnectFailure> failures)
    {
        // With prefer-standby a host is tried twice; its last answer is the telling one.
        var byHost = failures.GroupBy(f => f.Host).Select(g => g.Last()).ToList();
        var head = $"Cannot connect to the {connection.Role} ";
        // While a standby is being promoted, some hosts are down and the others do not take writes yet: one transient failure makes all of
        // them transient.
        var inner = (byHost.Find(f => SqlStates.Classify(f.Exception).Class == FailureClass.Transient) ?? byHost[^1]).Exception;
        return byHost.Count == 1
            ? new RefusedException(
                $"{head}{byHost[0].Host}/{connection.Database} as {connection.User}: {byHost[0].Cause}.", byHost[0].Remedy, inner)
            : new RefusedException(
                $"{head}database {connection.Database} as {connection.User} on any of its hosts: "
                    + $"{string.Join("; ", byHost.Select(f => $"{f.Host}: {f.Cause}"))}.",
                string.Join(" ", byHost.Select(f => f.Remedy).Distinct()), inner);
    }

    private static (string Cause, string Remedy) Refused(ServerConnection connection, ServerHost host, PostgresException e) =>
        (CauseOf(e), e switch
        {
            { SqlState: "28P01" } when connection.PasswordFor(host) is null => NoPassword,
            { SqlState: "28P01" } =>
                $"Check the password of role {connection.User}, and where it comes from: the connection text, "
                    + "PGPASSWORD or the password file. A server refuses an expired password (VALID UNTIL) in the same way.",
            { SqlState: "28000", Routine: "InitializeSessionUserId" } =>
                "Name an existing role that may log in (user=…), or create it: CREATE ROLE … LOGIN.",
            { SqlState: "28000", Routine: "ClientAuthentication" } =>
                "Add a line for this client, role and database to the server's pg_hba.conf and reload it, or change sslmode "
                    + "if the line asks for (no) TLS.",
            { SqlState: ['2', '8', ..] } => "Check the role and the server's pg_hba.conf (which method it asks of this client).",
            { SqlState: "3D000" } => $"Create the database first (createdb), or name another one; this one is \"{connection.Database}\".",
            { SqlState: "42501" } =>
                $"Grant the right: GRANT CONNECT ON DATABASE {Identifier.Quote(connection.Database)} TO "
                    + $"{Identifier.Quote(connection.User)}.",
            // The message names the limit; the routine tells which one it is, in any language.
            { SqlState: "53300", Routine: "InitializeSessionUserId" } =>
                $"End sessions of the role {connection.User}, raise its limit (ALTER ROLE {Identifier.Quote(connection.User)} CONNECTION "
                    + "LIMIT …), or use fewer slots.",
            { SqlState: "53300", Routine: "CheckMyDatabase" } =>
                $"End sessions with the database, raise its limit (ALTER DATABASE {Identifier.Quote(connection.Database)} CONNECTION "
                    + "LIMIT …), or use fewer slots.",
            { SqlState: "53300" } => "End idle sessions, raise max_connections, or use fewer slots.",
            { SqlState: "57P03" } => "Wait until the server is up and accepts connections, then try again.",
            { SqlState: "42704" or "22023" } when connection.Options is not null => "Check the settings in options (PGOPTIONS).",
            { SqlState: "55000" } => "Allow connections: ALTER DATABASE … ALLOW_CONNECTIONS true, or name another database.",
            _ => SqlStates.Classify(e).Remedy ?? "See the server's log.",
        });

    private static string CauseOf(PostgresException e) => $"{e.MessageText} (SQLSTATE {e.SqlState})";

    private static string Dropped(ServerConnection connection) =>
        $"The database \"{connection.Database}\" was there before, and was dropped or renamed since. Give it its name back if it was "
            + "renamed, and go on. If it was dropped, "
            + (connection.Role == "source" ? "restore it" : "its rows and the ledger are gone with it: create it anew")
            + ", and begin again with actormigrate migrate.";

    private const string NoPassword =
        "No password was given: set PGPASSWORD, a line in ~/.pgpass (mode 0600), or the connection text's password.";

    private static (string Cause, string Remedy) Unreached(ServerConnection connection, ServerHost host, Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case SocketException socket:
                    return Network(connection, host, socket);
                case TimeoutException:
                    return ($"no answer within {connection.ConnectTimeout?.TotalSeconds:0} seconds",
                        "Check host, port and firewalls; connect_timeout sets how long to wait.");
                case CryptographicException or FileNotFoundException or DirectoryNotFoundException:
                    return ($"the client certificate or its key cannot be read: {e.Message.TrimEnd('.')}",
                        "Check sslcert, sslkey and sslpassword; the files must be in PEM form.");
                case AuthenticationException:
                    return ($"the TLS handshake failed: {e.Message.TrimEnd('.')}", CertificateRemedy(connection));
            }
        }

        return Protocol(exception);
    }

    private static (string Cause, string Remedy) Network(ServerConnection connection, ServerHost host, SocketException e) =>
        e.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => ("connection refused, nothing listens there",
                "Check host and port, and that the server runs and listens there (listen_addresses)."),
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                ("the host name cannot be resolved", "Check the host's name and the name service."),
            SocketError.TooManyOpenSockets => ("this process may not open more files",
                "Raise the limit, with ulimit -n or with LimitNOFILE in a systemd unit, or use fewer slots."),
            SocketError.TimedOut => ("no answer", "Check host, port and firewalls."),
            _ when host.IsSocket => ($"there is no server at the socket {host.Name}/.s.PGSQL.{host.Port} ({e.Message})",
                "Check that the server runs, its port and its unix_socket_directories."),
            _ => (e.Message.TrimEnd('.'), "Check host, port and the network between."),
        };

    private static string CertificateRemedy(ServerConnection connection) => connection.Tls.Verifies
        ? "Check that sslrootcert names the authority that signed the server's certificate and, with verify-full, that the "
            + "certificate names this host."
        : "Check the server's TLS settings and the client certificate, if one is used (sslcert, sslkey).";

    private static (string Cause, string Remedy) Protocol(Exception e) => e switch
    {
        NpgsqlException when e.Message.StartsWith("SSL connection requested", StringComparison.Ordinal) =>
            ("the server does not offer TLS, and sslmode asks for it",
                "Turn ssl on in the server, or use sslmode=prefer where the network is trusted."),
        NpgsqlException when e.Message.StartsWith("No password has been provided", StringComparison.Ordinal) =>
            ("the server asks for a password, and none is known", NoPassword),
        NpgsqlException when e.Message.StartsWith("Received unknown response", StringComparison.Ordinal) =>
            ("what answers there is not a PostgreSQL server", "Check host and port."),
        NpgsqlException when e.Message.Contains("GSS", StringComparison.Ordinal) =>
            (e.Message.TrimEnd('.'),
                "GSSAPI needs a ticket (kinit) and the system's GSSAPI library; without them leave gssencmode out or set it to disable."),
        NpgsqlException when e.Message.Contains("ChannelBinding", StringComparison.Ordinal) =>
            ("channel binding is required, and the server has none to offer",
                "It needs TLS and a SCRAM password: set sslmode=require, or channel_binding=prefer."),
        EndOfStreamException or { InnerException: IOException } =>
            ("the connection was closed before it was established",
                "Check that a PostgreSQL server, and not something else, listens there; see its log."),
        _ => (e.Message.TrimEnd('.'), "See the server's log."),
    };
}
