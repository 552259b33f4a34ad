using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Control.Plan;

/// <summary>Writes relations, tasks, their needs and findings by COPY, within the caller's transaction.</summary>
internal sealed class PlanWriter(NpgsqlConnection inTransaction, MigrationId migration)
{
    public Task RelationsAsync(IReadOnlyCollection<RelationDraft> relations, CancellationToken cancellationToken) => CopyAsync(
        """
        COPY actormigrate.relation (id, migration, source_schema, source_name, target_schema, target_name,
            estimated_rows, estimated_bytes, format, format_reason, shape) FROM STDIN (FORMAT binary)
        """,
        relations,
        async (row, relation) =>
        {
            await row.AddAsync(relation.Id, NpgsqlDbType.Integer);
            await row.AddAsync(migration.Value, NpgsqlDbType.Uuid);
            await row.AddAsync(relation.Source.Schema, NpgsqlDbType.Text);
            await row.AddAsync(relation.Source.Name, NpgsqlDbType.Text);
            await row.AddAsync(relation.Target.Schema, NpgsqlDbType.Text);
            await row.AddAsync(relation.Target.Name, NpgsqlDbType.Text);
            await row.AddAsync(relation.EstimatedRows, NpgsqlDbType.Bigint);
            await row.AddAsync(relation.EstimatedBytes, NpgsqlDbType.Bigint);
            await row.AddAsync(relation.Binary ? "binary" : "text", NpgsqlDbType.Text);
            await row.AddAsync(relation.FormatReason, NpgsqlDbType.Text);
            await row.AddAsync(relation.Shape is { } shape ? PayloadJson.Write(shape) : null, NpgsqlDbType.Jsonb);
        },
        cancellationToken);

    /// <summary>Writes tasks and their needs. A task that needs anything is blocked; one that needs rows waits for the plan of their
    /// copies, too, unless <paramref name="haveCopies"/> says that they are among the tasks.</summary>
    public async Task TasksAsync(IReadOnlyCollection<TaskDraft> tasks, bool haveCopies, CancellationToken cancellationToken)
    {
        await CopyAsync(
            """
            COPY actormigrate.task (id, migration, lane, kind, name, relation, opens_at, awaited_in, payload,
                estimated_rows, estimated_bytes, needs_data, together, unmet, state) FROM STDIN (FORMAT binary)
            """,
            tasks, (row, task) => TaskAsync(row, task, task.Needs.Count + (!haveCopies && task.NeedsData.Count > 0 ? 1 : 0)),
            cancellationToken);
        await CopyAsync(
            "COPY actormigrate.task_need (task, needs) FROM STDIN (FORMAT binary)",
            tasks.SelectMany(task => task.Needs.Select(needs => (task.Id, Needs: needs))).ToList(),
            async (row, edge) =>
            {
                await row.AddAsync(edge.Id, NpgsqlDbType.Bigint);
                await row.AddAsync(edge.Needs, NpgsqlDbType.Bigint);
            },
            cancellationToken);
        // Without statistics the server expects few tasks of a migration and sorts them all
        // for the first one; autovacuum comes too late. What no condition names needs none, and a rough idea will do.
        await RunAsync(
            [
                "SET LOCAL default_statistics_target = 10",
                "ANALYZE actormigrate.task (migration, lane, kind, relation, opens_at, awaited_in, estimated_bytes, together, lot, state, "
                    + "node), actormigrate.task_need",
            ],
            cancellationToken);
    }

    /// <summary>Notes that the copies are in the ledger.</summary>
    public Task CopiesArePlannedAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE actormigrate.migration SET copies_planned = true WHERE id = $1", cancellationToken);

    public async Task FindingsAsync(
        IReadOnlyCollection<(string Kind, string? Class, Finding Finding)> findings, CancellationToken cancellationToken)
    {
        var write = await UserText.WriterAsync(
            inTransaction, findings.SelectMany(found => new[] { found.Finding.Object, found.Finding.Message, found.Finding.Remedy }),
            cancellationToken);
        await CopyAsync(
            "COPY actormigrate.finding (migration, kind, class, object, message, sqlstate, remedy) FROM STDIN (FORMAT binary)",
            findings,
            async (row, found) =>
            {
                await row.AddAsync(migration.Value, NpgsqlDbType.Uuid);
                await row.AddAsync(found.Kind, NpgsqlDbType.Text);
                await row.AddAsync(found.Class, NpgsqlDbType.Text);
                await row.AddAsync(write(found.Finding.Object), NpgsqlDbType.Text);
                await row.AddAsync(write(found.Finding.Message), NpgsqlDbType.Text);
                await row.AddAsync(found.Finding.SqlState, NpgsqlDbType.Text);
                await row.AddAsync(write(found.Finding.Remedy), NpgsqlDbType.Text);
            },
            cancellationToken);
    }

    /// <summary>Says anew what every waiting task waits for. The rows are locked first, in order of their number, so that no completion
    /// that is under way is overlooked.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        const string hold = """
            SELECT count(*) FROM (
                SELECT FROM actormigrate.task WHERE migration = $1 AND state IN ('blocked', 'ready') ORDER BY id FOR UPDATE) AS held
            """;
        await ExecuteAsync(hold, cancellationToken);
        await ExecuteAsync(Postgres.SqlText.Load<PlanWriter>("settle-tasks.sql"), cancellationToken);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = LedgerSession.Command(inTransaction, sql, [migration.Value, .. values]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs DDL in one round trip.</summary>
    public async Task RunAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await using var batch = inTransaction.BatchOf(statements);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task TaskAsync(CopiedRow row, TaskDraft task, int unmet)
    {
        await row.AddAsync(task.Id, NpgsqlDbType.Bigint);
        await row.AddAsync(migration.Value, NpgsqlDbType.Uuid);
        await row.AddAsync(LaneNames.Of(task.Lane), NpgsqlDbType.Text);
        await row.AddAsync(task.Kind, NpgsqlDbType.Text);
        await row.AddAsync(task.Name, NpgsqlDbType.Text);
        await row.AddAsync(task.Relation, NpgsqlDbType.Integer);
        await row.AddAsync((short)task.OpensAt, NpgsqlDbType.Smallint);
        await row.AddAsync((short)task.AwaitedIn, NpgsqlDbType.Smallint);
        await row.AddAsync(PayloadJson.Write(task.Payload), NpgsqlDbType.Jsonb);
        await row.AddAsync(task.EstimatedRows, NpgsqlDbType.Bigint);
        await row.AddAsync(task.EstimatedBytes, NpgsqlDbType.Bigint);
        await row.AddAsync(task.NeedsData.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        await row.AddAsync(task.Together, NpgsqlDbType.Boolean);
        await row.AddAsync(unmet, NpgsqlDbType.Integer);
        await row.AddAsync(unmet == 0 ? "ready" : "blocked", NpgsqlDbType.Text);
    }

    private async Task CopyAsync<T>(
        string copy, IReadOnlyCollection<T> rows, Func<CopiedRow, T, Task> write, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await using var writer = await inTransaction.BeginBinaryImportAsync(copy, cancellationToken);
        var copied = new CopiedRow(writer, cancellationToken);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellationToken);
            await write(copied, row);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>The values of one row, in order.</summary>
    private sealed class CopiedRow(NpgsqlBinaryImporter writer, CancellationToken cancellationToken)
    {
        public Task AddAsync<T>(T value, NpgsqlDbType type) =>
            value is null ? writer.WriteNullAsync(cancellationToken) : writer.WriteAsync(value, type, cancellationToken);

        public Task AddAsync(int? value, NpgsqlDbType type) =>
            value is { } number ? writer.WriteAsync(number, type, cancellationToken) : writer.WriteNullAsync(cancellationToken);
    }
}
