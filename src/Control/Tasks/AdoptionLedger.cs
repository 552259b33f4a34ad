using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;

namespace ActorMigrate.Control.Tasks;

/// <summary>The tasks that are left of a resumed migration. <paramref name="Earliest"/> is the first phase that waits for a task, null when
/// none does; <paramref name="ReadsSource"/> says that copies or counts of the source are not done.</summary>
public sealed record Outstanding(Phase? Earliest, bool CopiesPlanned, bool ReadsSource);

/// <summary>A snapshot that takes the place of a lost one, and payloads of tasks that differ under it, by the task's number.</summary>
public sealed record NewSnapshot(string Text, IReadOnlyDictionary<long, string> Payloads);

/// <summary>A migration whose coordination was taken over. <paramref name="ResumedAt"/> is when it was last resumed after an end, null when
/// it never was.</summary>
public sealed record Adoption(CoordinatorTerm Term, DateTime? ResumedAt);

/// <summary>Takes the coordination of a migration over, from a coordinator that is gone, and opens again what is not done.</summary>
public sealed class AdoptionLedger(LedgerSession session, MigrationId migration)
{
    private static readonly string AdoptSql = SqlText.Load<AdoptionLedger>("adopt-migration.sql");

    /// <summary>Takes over from <paramref name="former"/>, in the next term. Null when another was quicker, or when the former coordinator
    /// lives: it has not left, and has written a heartbeat since <paramref name="lastBeat"/> (null: it has left by its own row).
    /// A migration that has ended goes on only with <paramref name="reopen"/>. The commit is synchronous.</summary>
    public async Task<Adoption?> AdoptAsync(
        CoordinatorTerm former, DateTime? lastBeat, NodeId successor, bool reopen, CancellationToken cancellationToken)
    {
        var beat = new Npgsql.NpgsqlParameter
            { Value = (object?)lastBeat ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };
        var adopted = await session.UseAsync(
            (open, bounded) => LedgerSession.ReadAsync(
                open, AdoptSql, row => new Adoption(new CoordinatorTerm(successor, row.GetInt64(0)), row.ValueOrNull<DateTime>(1)),
                bounded,
                migration.Value, former.Coordinator.Value, former.Term, beat, successor.Value, reopen),
            cancellationToken);
        return adopted.Count > 0 ? adopted[0] : null;
    }

    /// <summary>Takes the next term for <paramref name="coordinator"/>, which the cluster has elected, and ends the row of the
    /// former coordinator. Null when the node's own row has ended, or the migration. The commit is synchronous.</summary>
    public async Task<CoordinatorTerm?> TakeTermAsync(NodeId coordinator, CancellationToken cancellationToken)
    {
        var terms = await session.QueryAsync(
            SqlText.Load<AdoptionLedger>("take-term.sql"), row => row.GetInt64(0), cancellationToken, migration.Value, coordinator.Value);
        return terms.Count > 0 ? new CoordinatorTerm(coordinator, terms[0]) : null;
    }

    /// <summary>Ends the rows of all other nodes, none of which may live: their names and the connections that they have reserved are free
    /// again, and what they hold can be taken back. A coordinator whose term has passed ends nothing.</summary>
    public Task EndOthersAsync(CoordinatorTerm by, CancellationToken cancellationToken) =>
        session.ExecuteAsync(EndOthers, cancellationToken, migration.Value, by.Coordinator.Value, by.Term);

    /// <summary>Opens every task again that is not done: tasks that former nodes held, whose rows have ended, are released, failed and
    /// skipped ones are tried again with a budget of their own, and fatal findings are deleted. Tasks that are done stay done.</summary>
    public Task ReopenAsync(CoordinatorTerm by, CancellationToken cancellationToken) => session.UseAsync(
        async (open, bounded) =>
        {
            await using var transaction = await open.BeginTransactionAsync(bounded);
            var writer = new PlanWriter(open, migration);
            await HoldTermAsync(open, migration, by, bounded);
            await writer.ExecuteAsync(
                SqlText.Load<AdoptionLedger>("sweep-tasks.sql"), bounded, by.Coordinator.Value, by.Term, true);
            await writer.ExecuteAsync(SqlText.Load<AdoptionLedger>("reopen-tasks.sql"), bounded, (short)Phase.Validate);
            await writer.ExecuteAsync(
                "DELETE FROM actormigrate.finding WHERE migration = $1 AND kind = $2", bounded, FindingKinds.Fatal);
            await writer.SettleAsync(bounded);
            await transaction.CommitAsync(bounded);
            return true;
        },
        cancellationToken, Timeouts.LedgerRewrite);

    /// <summary>Goes on under a new snapshot: tables that are not wholly copied are emptied and copied from the start, so that every table
    /// is of one snapshot; sequences get the values of the new one. Tables that are wholly copied stay.</summary>
    public Task StartOverAsync(CoordinatorTerm by, NewSnapshot snapshot, CancellationToken cancellationToken) => session.UseAsync(
        async (open, bounded) =>
        {
            await using var transaction = await open.BeginTransactionAsync(bounded);
            var writer = new PlanWriter(open, migration);
            await HoldTermAsync(open, migration, by, bounded);
            await MadeObjects.NoteTransactionAsync(open, bounded);
            var stay = await LedgerSession.ReadAsync(open, WhollyCopied, Name, bounded, migration.Value);
            await EmptyAsync(open, bounded);
            await writer.ExecuteAsync(SqlText.Load<AdoptionLedger>("start-over.sql"), bounded, (short)Phase.TransferData);
            await writer.ExecuteAsync(SqlText.Load<AdoptionLedger>("count-by-copies.sql"), bounded, (short)Phase.TransferData);
            foreach (var (task, payload) in snapshot.Payloads)
                await writer.ExecuteAsync(RenewPayload, bounded, task, payload);
            await writer.ExecuteAsync(
                "UPDATE actormigrate.snapshot SET released_at = clock_timestamp() WHERE migration = $1 AND released_at IS NULL",
                bounded);
            await writer.ExecuteAsync(
                "UPDATE actormigrate.migration SET source_snapshot = $2 WHERE id = $1", bounded, snapshot.Text);
            await writer.FindingsAsync([(FindingKinds.Run, null, TwoSnapshots(stay))], bounded);
            await writer.SettleAsync(bounded);
            await transaction.CommitAsync(bounded);
            return true;
        },
        cancellationToken, Timeouts.LedgerRewrite);

    /// <summary>Returns true while large objects are still to be copied; their oids were planned under the snapshot.</summary>
    public async Task<bool> LacksLargeObjectsAsync(CancellationToken cancellationToken) => (await session.QueryAsync(
        "SELECT EXISTS (SELECT FROM actormigrate.task WHERE migration = $1 AND kind = $2 AND state <> 'done')",
        row => row.GetBoolean(0), cancellationToken, migration.Value, TaskKinds.CopyLargeObjects))[0];

    /// <summary>Returns true when large objects were copied.</summary>
    public async Task<bool> HasLargeObjectsAsync(CancellationToken cancellationToken) => (await session.QueryAsync(
        "SELECT EXISTS (SELECT FROM actormigrate.task WHERE migration = $1 AND kind = $2 AND state = 'done')",
        row => row.GetBoolean(0), cancellationToken, migration.Value, TaskKinds.CopyLargeObjects))[0];

    /// <summary>Returns what is left to be done, running tasks included; tasks that failed or were skipped only where the caller
    /// <paramref name="retriesFailed"/>.</summary>
    public async Task<Outstanding> OutstandingAsync(bool retriesFailed, CancellationToken cancellationToken) => (await session.QueryAsync(
        """
        WITH left_over AS (
            SELECT awaited_in, lane FROM actormigrate.task
            WHERE migration = $1 AND state <> 'done' AND ($3 OR state IN ('blocked', 'ready', 'running'))
        )
        SELECT (SELECT min(awaited_in) FROM left_over), m.copies_planned,
               EXISTS (SELECT FROM left_over WHERE awaited_in = $2 AND lane IN ('copy', 'compare'))
        FROM actormigrate.migration m WHERE m.id = $1
        """,
        row => new Outstanding(row.IsDBNull(0) ? null : (Phase)row.GetInt16(0), row.GetBoolean(1), row.GetBoolean(2)),
        cancellationToken, migration.Value, (short)Phase.TransferData, retriesFailed))[0];

    private const string EndOthers = """
        UPDATE actormigrate.node n SET left_at = clock_timestamp(), reaped_by = $2
        FROM actormigrate.migration m
        WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND n.migration = m.id AND n.id <> $2 AND n.left_at IS NULL
        """;

    private const string WhollyCopied = """
        SELECT source_schema, source_name FROM actormigrate.relation r
        WHERE r.migration = $1 AND (SELECT bool_and(t.state = 'done') FROM actormigrate.task t WHERE t.relation = r.id AND t.lane = 'copy')
        ORDER BY r.id
        """;

    private const string PartlyCopied = """
        SELECT target_schema, target_name, jsonb_typeof(shape -> 'leaves') = 'array' FROM actormigrate.relation r
        WHERE r.migration = $1
          AND (SELECT NOT bool_and(t.state = 'done') AND bool_or(t.state = 'done' OR t.rows > 0 OR t.cursor IS NOT NULL)
               FROM actormigrate.task t WHERE t.relation = r.id AND t.lane = 'copy')
        ORDER BY r.id
        """;

    private const string RenewPayload = """
        UPDATE actormigrate.task SET payload = $3::text::jsonb, state = 'blocked', finished_at = NULL WHERE migration = $1 AND id = $2
        """;

    private async Task EmptyAsync(Npgsql.NpgsqlConnection open, CancellationToken cancellationToken)
    {
        // A partitioned table cannot be emptied without its partitions.
        var tables = await LedgerSession.ReadAsync(
            open, PartlyCopied, row => (!row.IsDBNull(2) && row.GetBoolean(2) ? "" : "ONLY ") + Identifier.Qualify(Name(row)),
            cancellationToken, migration.Value);
        if (tables.Count > 0)
            await new PlanWriter(open, migration).RunAsync([$"TRUNCATE {string.Join(", ", tables)}"], cancellationToken);
    }

    private static QualifiedName Name(Npgsql.NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1));

    private static Finding TwoSnapshots(IReadOnlyList<QualifiedName> stay)
    {
        var kept = stay.Count switch
        {
            0 => "All tables",
            1 => $"One table that was wholly copied under it stays ({NameList.Of(stay)}); the others",
            var count => $"{count} tables that were wholly copied under it stay ({NameList.Of(stay)}); the others",
        };
        return new Finding(
            "the snapshot",
            $"It was lost. {kept} were copied under a new one, and sequences have its values.",
            null,
            "Rows of tables of the two snapshots may not agree with each other where the source was written to in between.");
    }

    /// <summary>Takes the migration's row, so that no term changes under the caller's transaction.</summary>
    internal static async Task HoldTermAsync(
        Npgsql.NpgsqlConnection open, MigrationId migration, CoordinatorTerm by, CancellationToken cancellationToken)
    {
        const string sql = "SELECT FROM actormigrate.migration WHERE id = $1 AND coordinator = $2 AND term = $3 FOR UPDATE";
        var held = await LedgerSession.ReadAsync(open, sql, _ => true, cancellationToken, migration.Value, by.Coordinator.Value, by.Term);
        if (held.Count == 0)
            throw new CoordinatorReplacedException(migration, by.Term);
    }
}
