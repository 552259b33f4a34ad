using ActorMigrate.Migration;
using ActorMigrate.Postgres.Connection;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Turns connection settings into Npgsql's. One host at a time: which host is next is decided by <see cref="Database"/>.</summary>
internal static class NpgsqlSessions
{
    private const int MostPrepared = 50;
    private const int UsesBeforePreparing = 2;
    private const int LongestName = 63;

    /// <summary>Returns a source of unpooled connections to <paramref name="host"/>. The password is handed over by a callback and so
    /// is in no connection string, which exceptions and <see cref="NpgsqlConnection.ConnectionString"/> could show.</summary>
    public static NpgsqlDataSource Source(
        ServerConnection connection, ServerHost host, SessionPurpose purpose, StartupSettings startup, SessionBuffers buffers, NodeId? node)
    {
        var settings = ConnectionString(connection, host, purpose, buffers, node);
        settings.Options = startup.Options(connection.Options, purpose);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // The raw bytes of COPY and the built-in types are all that is used; a query for all types at each connect is not.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        builder.ConfigureTracing(StatementSpans.Configure);
        var password = connection.PasswordFor(host);
        // Null, too, goes through the callback, so that Npgsql does not look for a password file of its own.
        builder.UsePasswordProvider(_ => password?.Reveal()!, (_, _) => ValueTask.FromResult(password?.Reveal()!));
        if (!host.IsSocket && connection.Tls.Mode != TlsMode.Disable)
            builder.UseSslClientAuthenticationOptionsCallback(new TlsVerification(connection.Tls, host).Configure);
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder ConnectionString(
        ServerConnection connection, ServerHost host, SessionPurpose purpose, SessionBuffers buffers, NodeId? node)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = host.Endpoint,
            Port = host.Port,
            Database = connection.Database,
            Username = connection.User,
            ApplicationName = NameOf(
                connection.ApplicationName ?? "actormigrate", $" {Word(purpose)}{(node is { } of ? " " + NodeSessions.MarkOf(of) : "")}"),
            Timeout = (int)(connection.ConnectTimeout?.TotalSeconds ?? 0),
            CommandTimeout = (int)AnswerPatience(purpose).TotalSeconds,
            Pooling = false,
            Enlist = false,
            // DETAIL says which key a row violates. It may hold a row's values, as psql shows them; they belong to the user who runs this.
            IncludeErrorDetail = true,
            ReadBufferSize = buffers.Read,
            WriteBufferSize = buffers.Write,
            // Which statement of a batch failed.
            IncludeFailedBatchedCommand = true,
            ClientEncoding = "UTF8",
            ChannelBinding = connection.ChannelBinding,
            GssEncryptionMode = connection.Gss,
            RequireAuth = connection.RequireAuth,
        };
        if (Repeats(purpose))
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (MostPrepared, UsesBeforePreparing);
        if (connection.KerberosServiceName is { } service)
            settings.KerberosServiceName = service;
        SetKeepAlive(settings, connection.KeepAlive, host);
        SetTls(settings, connection.Tls, host);
        return settings;
    }

    /// <summary>Returns the name of a session. A server cuts long names at their end, where the node's mark is, and writes characters
    /// beyond ASCII with more bytes.</summary>
    private static string NameOf(string application, string end)
    {
        var ascii = string.Concat(application.Select(character => char.IsAscii(character) ? character : '?'));
        return (ascii.Length + end.Length > LongestName ? ascii[..(LongestName - end.Length)] : ascii) + end;
    }

    /// <summary>Tells whether such a session asks the same again and again. To plan what the ledger is asked costs the server more than to
    /// answer it.</summary>
    private static bool Repeats(SessionPurpose purpose) =>
        purpose is SessionPurpose.Control or SessionPurpose.Heartbeat or SessionPurpose.Lease or SessionPurpose.Snapshot;

    /// <summary>Returns how long such a session waits for the answer to a statement that states no time of its own; zero is for work that
    /// is watched in another way. Without a limit, a server that is paused, or a proxy that hangs, would be waited for without
    /// end.</summary>
    private static TimeSpan AnswerPatience(SessionPurpose purpose) => purpose switch
    {
        SessionPurpose.Preflight => Timeouts.Look,
        SessionPurpose.Catalog => Timeouts.CatalogAnswer,
        SessionPurpose.Control or SessionPurpose.Heartbeat or SessionPurpose.Lease => Timeouts.LedgerRewrite,
        _ => TimeSpan.Zero,
    };

    private static void SetKeepAlive(NpgsqlConnectionStringBuilder settings, KeepAliveSettings keepAlive, ServerHost host)
    {
        // Unix sockets have none, and setting one is an error.
        if (!keepAlive.Enabled || host.IsSocket)
            return;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = keepAlive.IdleSeconds;
        settings.TcpKeepAliveInterval = keepAlive.IntervalSeconds;
    }

    private static void SetTls(NpgsqlConnectionStringBuilder settings, TlsSettings tls, ServerHost host)
    {
        // As in libpq, sslmode says nothing about unix sockets. Verification is ours (TlsVerification), so to Npgsql it is Require.
        settings.SslMode = host.IsSocket ? SslMode.Disable : tls.Mode switch
        {
            TlsMode.Disable => SslMode.Disable,
            TlsMode.Allow => SslMode.Allow,
            TlsMode.Prefer => SslMode.Prefer,
            _ => SslMode.Require,
        };
        settings.SslNegotiation = host.IsSocket ? SslNegotiation.Postgres : tls.Negotiation;
        // A key with a password is opened by TlsVerification: in the connection string the password would show.
        if (tls.NoCertificate || tls.KeyPassword is not null)
            return;
        settings.SslCertificate = tls.Certificate;
        settings.SslKey = tls.Key;
    }

    private static string Word(SessionPurpose purpose) => purpose.ToString().ToLowerInvariant();
}
