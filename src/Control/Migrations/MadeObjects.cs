using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Migrations;

/// <summary>Finds and drops the objects that a run has made in the target. An object's catalog row bears the transaction that wrote it, and
/// so does the row of the task that was completed in it; objects that were there before are recorded.</summary>
public static class MadeObjects
{
    private const string NoteTransaction = """
        INSERT INTO actormigrate.own_transaction (xid)
        SELECT (pg_catalog.txid_current() % 4294967296)::text ON CONFLICT DO NOTHING
        """;

    /// <summary>Ends the run for good, in a term of its own, before anything of it is dropped:
    /// nobody claims, adopts or resumes it any more.</summary>
    public static async Task TakeBackAsync(NpgsqlConnection target, MigrationId migration, CancellationToken cancellationToken)
    {
        const string sql = """
            UPDATE actormigrate.migration SET taken_back = true, outcome = 'Stopped', finished_at = clock_timestamp(), term = term + 1
             WHERE id = $1
            """;
        await using var command = LedgerSession.Command(target, sql, migration.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Drops all that the run made, object by object, each in a transaction of its own, until none is left; what depends on others
    /// is tried again after them. Answers what cannot be dropped, because something that the run did not make depends on it.</summary>
    public static async Task<IReadOnlyList<string>> DropAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await ControlSchema.SilenceEventTriggersAsync(target, cancellationToken);
        foreach (var statement in await LedgerSession.ReadAsync(
            target, SqlText.Load<MigrationLedger>("made-foreign-keys.sql"), row => row.GetString(0), cancellationToken))
        {
            await RunAsync(target, statement, cancellationToken);
        }

        while (true)
        {
            var made = await LedgerSession.ReadAsync(
                target, SqlText.Load<MigrationLedger>("made-objects.sql"), row => (Type: row.GetString(0), Identity: row.GetString(1)),
                cancellationToken);
            var dropped = 0;
            foreach (var (type, identity) in made)
                dropped += await TryDropAsync(target, type, identity, cancellationToken) ? 1 : 0;
            if (made.Count == 0 || dropped == 0)
                return [.. made.Select(left => $"{left.Type} {left.Identity}")];
        }
    }

    /// <summary>Notes the caller's transaction as one of the coordinator's own, which alters what the run made.</summary>
    internal static async Task NoteTransactionAsync(NpgsqlConnection inTransaction, CancellationToken cancellationToken)
    {
        await using var command = LedgerSession.Command(inTransaction, NoteTransaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The server writes identities as its own statements take them, quoted where they must be.
    private static async Task<bool> TryDropAsync(NpgsqlConnection target, string type, string identity, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(target, $"DROP {type.Replace('-', ' ')} {identity}", cancellationToken);
            return true;
        }
        catch (PostgresException waits) when (waits.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            return false;
        }
        catch (PostgresException gone)
            when (gone.SqlState.StartsWith("42", StringComparison.Ordinal) || gone.SqlState == PostgresErrorCodes.InvalidSchemaName)
        {
            // The object was dropped with the one that it belongs to.
            return gone.SqlState != PostgresErrorCodes.InsufficientPrivilege && gone.SqlState != PostgresErrorCodes.SyntaxError;
        }
    }

    private static async Task RunAsync(NpgsqlConnection target, string statement, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(target) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
