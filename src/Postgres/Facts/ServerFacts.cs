using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Facts;

/// <summary>The facts about one side's server and database that a run needs before it touches anything.</summary>
public sealed record ServerFacts
{
    private static readonly string Query = SqlText.Load<ServerFacts>("ServerFacts.sql");

    /// <summary><c>server_version_num</c>, such as 150004.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>The version, such as <c>15.8</c> or <c>19beta1</c>, without what a packager adds to it.</summary>
    public required string Version { get; init; }

    /// <summary>The cluster's identity, the same on its standbys; null where the role may not see it.</summary>
    public required long? SystemIdentifier { get; init; }

    /// <summary>The timeline that the server writes; null for a standby, and where the role may not ask.</summary>
    public int? Timeline { get; init; }

    /// <summary>The database's oid.</summary>
    public required uint DatabaseOid { get; init; }

    /// <summary>The database's name.</summary>
    public required string Database { get; init; }

    /// <summary>Names the database across sessions: the cluster, as far as the role may see it, and the database in it.</summary>
    public string Identity => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{SystemIdentifier?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}/{DatabaseOid}/{Database}");

    /// <summary>The database's encoding, such as <c>UTF8</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>LC_COLLATE.</summary>
    public required string Collate { get; init; }

    /// <summary>LC_CTYPE.</summary>
    public required string CType { get; init; }

    /// <summary><c>c</c> libc, <c>i</c> ICU, <c>b</c> built in.</summary>
    public required char LocaleProvider { get; init; }

    /// <summary>The locale of a provider other than libc, or null.</summary>
    public required string? Locale { get; init; }

    /// <summary>The version of the default collation when the database was made, or null where it has none.</summary>
    public string? CollationVersion { get; init; }

    /// <summary>The role of the session.</summary>
    public required string Role { get; init; }

    /// <summary>The role is a superuser.</summary>
    public required bool IsSuperuser { get; init; }

    /// <summary>The role has CREATE on the database.</summary>
    public required bool CanCreateSchemas { get; init; }

    /// <summary>The server is a standby.</summary>
    public required bool IsInRecovery { get; init; }

    /// <summary><c>default_transaction_read_only</c> is on for this role, database or server.</summary>
    public required bool IsReadOnlyByDefault { get; init; }

    /// <summary>Connections that are still to be had by this role here, at the moment of the look; never negative.</summary>
    public required int FreeConnections { get; init; }

    /// <summary><c>max_connections</c>.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>The limit of the role or the database that <see cref="FreeConnections"/> comes from, or null where the server itself has no
    /// more.</summary>
    public ConnectionLimit? ConnectionLimit { get; init; }

    /// <summary>Locks that the server's lock table has room for, all sessions together.</summary>
    public required long LockTableSize { get; init; }

    /// <summary>Bytes of a page.</summary>
    public required int BlockSize { get; init; }

    /// <summary>The hash of a fixed text, which servers of one byte order agree on.</summary>
    public long HashOfProbe { get; init; }

    /// <summary>The major version, such as 15.</summary>
    public int MajorVersion => VersionNumber / 10000;

    /// <summary>Reads them in <paramref name="session"/>, which is outside a transaction.</summary>
    public static async Task<ServerFacts> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        // A statement of its own: without the right to its functions, PostgreSQL refuses a whole statement that merely contains them.
        var history = await ServerHistory.ReadAsync(session, after: null, cancellationToken).ConfigureAwait(false);
        using var command = new NpgsqlCommand(Query, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Read(reader, Free(reader), history);
    }

    private static ServerFacts Read(
        NpgsqlDataReader row, (int Connections, ConnectionLimit? Limit) free, ServerHistory history) => new()
    {
        VersionNumber = Get<int>(row, "version_number"),
        Version = Get<string>(row, "version").Split(' ')[0],
        SystemIdentifier = history.SystemIdentifier,
        Timeline = history.Timeline,
        DatabaseOid = checked((uint)Get<long>(row, "database_oid")),
        Database = Get<string>(row, "database_name"),
        Encoding = Get<string>(row, "encoding"),
        Collate = Get<string>(row, "collate"),
        CType = Get<string>(row, "ctype"),
        LocaleProvider = Get<string>(row, "locale_provider")[0],
        Locale = row.IsDBNull(row.GetOrdinal("locale")) ? null : Get<string>(row, "locale"),
        CollationVersion = row.IsDBNull(row.GetOrdinal("collation_version")) ? null : Get<string>(row, "collation_version"),
        Role = Get<string>(row, "role"),
        IsSuperuser = Get<bool>(row, "is_superuser"),
        CanCreateSchemas = Get<bool>(row, "can_create_schemas"),
        IsInRecovery = Get<bool>(row, "in_recovery"),
        IsReadOnlyByDefault = Get<bool>(row, "read_only_by_default"),
        FreeConnections = free.Connections,
        ConnectionLimit = free.Limit,
        MaxConnections = Get<int>(row, "max_connections"),
        LockTableSize = Get<long>(row, "lock_table_size"),
        BlockSize = Get<int>(row, "block_size"),
        HashOfProbe = Get<long>(row, "hash_of_probe"),
    };

    private static (int Connections, ConnectionLimit? Limit) Free(NpgsqlDataReader row)
    {
        var server = Get<int>(row, "max_connections") - Get<int>(row, "used_connections");
        // Reserved for superusers, and limits that do not hold for them.
        if (Get<bool>(row, "is_superuser"))
            return (Math.Max(0, server), null);
        var free = (Connections: server - Get<int>(row, "reserved_connections"), Limit: (ConnectionLimit?)null);
        (string Of, string Name)[] limited = [("role", Get<string>(row, "role")), ("database", Get<string>(row, "database_name"))];
        foreach (var (of, name) in limited)
        {
            var limit = Get<int>(row, $"{of}_connection_limit");
            var left = limit - Get<int>(row, $"{of}_connections");
            if (limit >= 0 && left < free.Connections)
                free = (left, new ConnectionLimit(limit, $"{of.ToUpperInvariant()} {Identifier.Quote(name)}"));
        }

        return (Math.Max(0, free.Connections), free.Limit);
    }

    private static T Get<T>(NpgsqlDataReader row, string column) => row.GetFieldValue<T>(row.GetOrdinal(column));
}
