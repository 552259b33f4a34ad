using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>The history that a server writes: the cluster's system identifier, and the timeline, which goes up by one or more each time
/// that a standby is promoted. Null is what the role may not ask, and the timeline of a standby, which writes none.</summary>
public sealed record ServerHistory(long? SystemIdentifier, int? Timeline)
{
    private static readonly int Patience = (int)Timeouts.SessionBeginning.TotalSeconds;

    private const string Query = """
        SELECT system_identifier,
               CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                    THEN ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::int END
        FROM pg_catalog.pg_control_system()
        """;

    /// <summary>Nothing is known of it.</summary>
    public static ServerHistory Unknown { get; } = new(null, null);

    /// <summary>Asks the server, and runs <paramref name="after"/> in the same round trip, unless it is null. Some managed services do not
    /// let it be asked.</summary>
    internal static async Task<ServerHistory> ReadAsync(NpgsqlConnection session, string? after, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(Query) }, Timeout = Patience };
            if (after is not null)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(after));
            return (await batch.ReadAllAsync(row => new ServerHistory(row.GetInt64(0), row.ValueOrNull<int>(1)), cancellationToken)
                .ConfigureAwait(false))[0];
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            if (after is null)
                return Unknown;
            using var command = new NpgsqlCommand(after, session) { CommandTimeout = Patience };
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return Unknown;
        }
    }
}
