using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The state of a server and a database that may delay a migration, or be delayed by it.</summary>
internal sealed record ServerState
{
    /// <summary>A server of which nothing is to be said.</summary>
    public static ServerState Quiet { get; } = new();

    /// <summary><c>wal_level</c>.</summary>
    public string WalLevel { get; init; } = "logical";

    /// <summary><c>hot_standby_feedback</c> is on.</summary>
    public bool HasFeedback { get; init; }

    /// <summary><c>max_standby_streaming_delay</c> in milliseconds; -1 waits for ever.</summary>
    public long StandbyDelay { get; init; } = -1;

    /// <summary><c>temp_file_limit</c> in kB, or -1.</summary>
    public long TempFileLimit { get; init; } = -1;

    /// <summary>The folder of its files; null where the role may not know.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The age of the database's oldest transaction id, in transactions; the server stops at two billion.</summary>
    public int TransactionAge { get; init; }

    /// <summary>The same of multixact ids.</summary>
    public int MultixactAge { get; init; }

    /// <summary>Sessions with a transaction that has been open for an hour or longer, in words.</summary>
    public IReadOnlyList<string> LongTransactions { get; init; } = [];

    /// <summary>Prepared transactions of the database, by name.</summary>
    public IReadOnlyList<string> Prepared { get; init; } = [];

    /// <summary>Event triggers of the database that are enabled.</summary>
    public IReadOnlyList<EventTriggerSeen> EventTriggers { get; init; } = [];

    /// <summary>Encodings between which and the database's own the server converts by itself.</summary>
    public IReadOnlyList<string> Conversions { get; init; } = [];

    /// <summary>The database has plpgsql, and the role may use it.</summary>
    public bool HasPlpgsql { get; init; } = true;

    /// <summary>The room for subscriptions.</summary>
    public SubscriptionRoom Subscriptions { get; init; } = new("max_replication_slots", int.MaxValue, int.MaxValue, 0);

    /// <summary>The database's default collation; null where the server does not record its version.</summary>
    public CollationSeen? DefaultCollation { get; init; }

    /// <summary>Free bytes of the file system that holds the data folder; null where it is not to be seen from here.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Reads it in <paramref name="session"/>.</summary>
    public static async Task<ServerState> ReadAsync(NpgsqlConnection session, bool isThisMachine, CancellationToken cancellationToken)
    {
        var collation = await DefaultCollationAsync(session, cancellationToken);
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("server-state.sql"), session);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var folder = row.TextOrNull(4);
        return new ServerState
        {
            WalLevel = row.GetString(0),
            HasFeedback = row.GetBoolean(1),
            StandbyDelay = row.GetInt64(2),
            TempFileLimit = row.GetInt64(3),
            DataFolder = folder,
            TransactionAge = row.GetInt32(5),
            MultixactAge = row.GetInt32(6),
            LongTransactions = row.GetFieldValue<string[]>(7),
            Prepared = row.GetFieldValue<string[]>(8),
            EventTriggers =
            [
                .. row.GetFieldValue<string[]>(9).Zip(row.GetFieldValue<string[]>(10), row.GetFieldValue<string[]>(11))
                    .Select(found => new EventTriggerSeen(found.First, found.Second, found.Third)),
            ],
            Conversions = row.GetFieldValue<string[]>(12),
            HasPlpgsql = row.GetBoolean(13),
            Subscriptions = new SubscriptionRoom(row.GetString(14), row.GetInt32(15), row.GetInt32(16), row.GetInt32(17)),
            DefaultCollation = collation,
            FreeBytes = isThisMachine && folder is not null ? FreeBytesAt(folder) : null,
        };
    }

    private static async Task<CollationSeen?> DefaultCollationAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        if (session.PostgreSqlVersion.Major < 15)
            return null;
        const string query = """
            SELECT datcollate, datcollversion, pg_catalog.pg_database_collation_actual_version(oid)
              FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database() AND datcollversion IS NOT NULL
            """;
        await using var command = new NpgsqlCommand(query, session);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new CollationSeen(row.GetString(0), row.GetString(1), row.TextOrNull(2))
            : null;
    }

    private static long? FreeBytesAt(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>The setting that bounds replication origins (max_replication_slots, from 18 on max_active_replication_origins), its value,
/// <c>max_logical_replication_workers</c>, and how many origins there are. A subscription has an origin and a worker.</summary>
internal sealed record SubscriptionRoom(string OriginSetting, int MostOrigins, int MostWorkers, int Origins);
