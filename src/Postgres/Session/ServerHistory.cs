using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>The history that a server writes: the cluster's system identifier, and the timeline, which goes up by one or more each time
/// that a standby is promoted. Null is what the role may not ask, and the timeline of a standby, which writes none.</summary>
public sealed record ServerHistory(long? SystemIdentifier, int? Timeline)
{
    private const string Query = """
        SELECT system_identifier,
               CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                    THEN ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::int END
        FROM pg_catalog.pg_control_system()
        """;

    /// <summary>Nothing is known of it.</summary>
    public static ServerHistory Unknown { get; } = new(null, null);

    /// <summary>Asks the server. Some managed services do not let it be asked.</summary>
    internal static Task<ServerHistory> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken) =>
        ReadAsync(session, "SELECT", cancellationToken);

    /// <summary>Asks the server, and runs <paramref name="after"/> in the same round trip.</summary>
    internal static async Task<ServerHistory> ReadAsync(NpgsqlConnection session, string after, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(session)
                { BatchCommands = { new NpgsqlBatchCommand(Query), new NpgsqlBatchCommand(after) } };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var found = new ServerHistory(reader.GetInt64(0), reader.ValueOrNull<int>(1));
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return found;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            using var command = new NpgsqlCommand(after, session);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return Unknown;
        }
    }
}
