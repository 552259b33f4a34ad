using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Validation.Rows;

/// <summary>Copies the ranges of a table that differ again: in one transaction of the target, it deletes their rows and copies those that
/// the source has in the same ranges. A table whose rows cannot be written without running users' code
/// or changing other tables stays as it is.</summary>
internal sealed class RowRepair(OpenSession openSource, OpenSession openTarget)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Returns why the table cannot be repaired, or null when it was.</summary>
    public async Task<string?> RunAsync(FoundDifferences found, CancellationToken cancellationToken)
    {
        var (here, there) = (found.Source.Compared, found.Target.Compared);
        if (here.Condition is not null)
            return "it is an extension's table, of which only some rows are the users'";
        await using var reading = await openSource(SessionPurpose.Validation, cancellationToken);
        await using var writing = await openTarget(SessionPurpose.Validation, cancellationToken);
        await using var transaction = await writing.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(writing, $"LOCK TABLE {Identifier.Qualify(there.Table)} IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        if (await ObstacleAsync(writing, there, cancellationToken) is { } obstacle)
            return obstacle;
        await ExecuteAsync(writing, $"DELETE {there.From} WHERE {found.Target.IsIn(found.Ranges)}", cancellationToken);
        await CopyAsync(reading, writing, found, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Turns triggers, rules and foreign keys off where the session may, and returns what is in the way nevertheless.</summary>
    private static async Task<string?> ObstacleAsync(NpgsqlConnection target, ComparedRows rows, CancellationToken cancellationToken)
    {
        await using var quiet = new NpgsqlCommand(
            "SELECT pg_catalog.set_config('session_replication_role', 'replica', true) WHERE "
                + "pg_catalog.current_setting('is_superuser') = 'on'", target);
        var isQuiet = await quiet.ExecuteScalarAsync(cancellationToken) is not null;
        await using var command = new NpgsqlCommand(SqlText.Load<LargeObjectSum>("repair-obstacles.sql"), target)
        {
            Parameters = { new NpgsqlParameter { Value = Identifier.Qualify(rows.Table) }, new NpgsqlParameter { Value = isQuiet } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task CopyAsync(
        NpgsqlConnection source, NpgsqlConnection target, FoundDifferences found, CancellationToken cancellationToken)
    {
        var (here, there) = (found.Source.Compared, found.Target.Compared);
        var columns = string.Join(", ", here.Columns!.Select(Identifier.Quote));
        // The streams beneath the readers of text carry the bytes as they are.
        await using var from = (await source.BeginTextExportAsync(
            $"COPY (SELECT {columns} {here.From} WHERE {found.Source.IsIn(found.Ranges)}) TO STDOUT", cancellationToken)).BaseStream;
        await using var to = (await target.BeginTextImportAsync(
            $"COPY {Identifier.Qualify(there.Table)}{(columns.Length > 0 ? $" ({columns})" : "")} FROM STDIN",
            cancellationToken)).BaseStream;
        await from.CopyToAsync(to, BufferBytes, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string statement, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
