using ActorMigrate.Control.Migrations;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>The schema <c>actormigrate</c> in the target: made before anything else, dropped after success.</summary>
public static class ControlSchema
{
    /// <summary>The schema's name; it is never migrated.</summary>
    public const string Name = "actormigrate";

    /// <summary>The version of its tables; nodes of another version refuse to take part.</summary>
    public const int Version = 9;

    /// <summary>Returns what an earlier run has left in the target, or null when there is no control schema.</summary>
    public static async Task<EarlierRun?> FindAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        const string exists = "SELECT to_regclass('actormigrate.migration') IS NOT NULL, to_regnamespace('actormigrate') IS NOT NULL";
        var (table, schema) = (await LedgerSession.ReadAsync(
            target, exists, row => (row.GetBoolean(0), row.GetBoolean(1)), cancellationToken))[0];
        if (!schema)
            return null;
        if (!table)
            return new EarlierRun(null, null, null, null);
        const string latest = "SELECT id, phase, started_at::text, outcome FROM actormigrate.migration ORDER BY started_at DESC LIMIT 1";
        var runs = await LedgerSession.ReadAsync(
            target, latest,
            row => new EarlierRun(new MigrationId(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.TextOrNull(3)),
            cancellationToken);
        return runs.Count > 0 ? runs[0] : new EarlierRun(null, null, null, null);
    }

    /// <summary>Says whether <paramref name="error"/> comes of a ledger that is not there, or not any more.</summary>
    public static bool IsMissing(PostgresException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;
    }

    /// <summary>Refuses a ledger of another version, whose tables mean something else.</summary>
    public static async Task RefuseOtherVersionAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        const string sql = "SELECT control_version, tool_version FROM actormigrate.migration WHERE control_version <> $1";
        var others = await LedgerSession.ReadAsync(
            target, sql, row => (Control: row.GetInt32(0), Tool: row.GetString(1)), cancellationToken, Version);
        if (others.Count > 0)
        {
            throw new RefusedException(
                $"The ledger in the target is of version {others[0].Control}, made by actormigrate {others[0].Tool}; this "
                    + $"one reads version {Version}.",
                $"Use actormigrate {others[0].Tool} for this migration.");
        }
    }

    /// <summary>Creates it, in a transaction of the caller's or its own. Two callers at once: the second fails with 42P06.</summary>
    public static async Task CreateAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<MigrationLedger>("control-schema.sql"), target);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Drops it with everything in it, if it is that of <paramref name="migration"/>: the ledger of a migration that has begun
    /// since stays. Event triggers, which a migration may just have carried over, are kept from acting on it
    /// or refusing it, where the role may do that; the session is not to be used for anything else afterwards. The table that those who
    /// look begin with is locked first: a look that has begun ends before anything is dropped, and neither waits for the other.</summary>
    public static async Task DropAsync(NpgsqlConnection target, MigrationId migration, CancellationToken cancellationToken)
    {
        const string own = "SELECT FROM actormigrate.migration WHERE id = $1";
        await SilenceEventTriggersAsync(target, cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(target, "LOCK TABLE actormigrate.migration IN ACCESS EXCLUSIVE MODE", cancellationToken);
        }
        catch (PostgresException gone) when (IsMissing(gone))
        {
            return;
        }

        if ((await LedgerSession.ReadAsync(target, own, _ => true, cancellationToken, migration.Value)).Count == 0)
            return;
        await ExecuteAsync(target, "DROP SCHEMA actormigrate CASCADE", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection target, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, target);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task SilenceEventTriggersAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        const string quiet = """
            SELECT set_config(name, value, false)
            FROM (VALUES ('event_triggers', 'off'), ('session_replication_role', 'replica')) AS setting (name, value)
            WHERE current_setting(name, true) IS NOT NULL AND current_setting('is_superuser') = 'on'
            """;
        await using var silence = new NpgsqlCommand(quiet, target);
        await silence.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A control schema that was found: its latest migration, as far as it can be read.</summary>
public sealed record EarlierRun(MigrationId? Id, string? Phase, string? StartedAt, string? Outcome);
