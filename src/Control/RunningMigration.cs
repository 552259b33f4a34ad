using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>The migration that a target's ledger holds, as one who would take part must know it. <paramref name="HasSnapshot"/> says that
/// it has begun: its snapshot was exported, and everything that could refuse it is behind it.</summary>
public sealed record RunningMigration(
    MigrationId Id, string ToolVersion, string SourceIdentity, string Source, string Target, Phase Phase, Outcome? Outcome, bool HasSnapshot)
{
    private static readonly string Sql = SqlText.Load<RunningMigration>("running-migration.sql");

    /// <summary>Which part of the source it copies.</summary>
    public required MigrationScope Scope { get; init; }

    /// <summary>The options of the node that began it.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>Finds it; null where the target holds no ledger, or an empty one. A ledger of another version is refused.</summary>
    public static async Task<RunningMigration?> FindAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        try
        {
            await ControlSchema.RefuseOtherVersionAsync(target, cancellationToken);
            var found = await LedgerSession.ReadAsync(target, Sql, Read, cancellationToken);
            return found.Count > 0 ? found[0] : null;
        }
        catch (PostgresException none) when (none.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    private static RunningMigration Read(NpgsqlDataReader row) => new(
        new MigrationId(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        (Phase)row.GetInt16(5), row.IsDBNull(6) ? null : Enum.Parse<Outcome>(row.GetString(6)), row.GetBoolean(7))
    {
        Scope = PayloadJson.Read<MigrationScope>(row.GetString(8)),
        Node = PayloadJson.Read<NodeOptions>(row.GetString(9)),
    };
}
