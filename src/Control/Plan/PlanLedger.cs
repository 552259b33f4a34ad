using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Plan;

/*  The plan is made once and kept here, so that a later coordinator plans nothing again:

        recorded with the migration   relations, with what their copies are planned from; every task but the copies; what is left out;
                                      the copies, too, where all tables are small
        by PrepareTransfers           else the copies, and the needs that tie them to the rest

    Each is one transaction. The second happens once, however many coordinators try: it flips the migration's copies_planned, under
    the term.                                                                                                                         */

/// <summary>The plan of a migration: its relations and tasks.</summary>
public sealed class PlanLedger(LedgerSession session, MigrationId migration)
{
    /// <summary>Writes all that is planned with the migration itself, within the caller's transaction.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection inTransaction, MigrationId migration, PlanDraft plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var writer = new PlanWriter(inTransaction, migration);
        await writer.RelationsAsync(plan.Relations, cancellationToken);
        await writer.TasksAsync(plan.Tasks, plan.HasCopies, cancellationToken);
        if (plan.HasCopies)
            await writer.CopiesArePlannedAsync(cancellationToken);
        await writer.FindingsAsync(
            [
                .. plan.NotMigrated.Select(left => (left.Asked
                    ? FindingKinds.LeftOut
                    : FindingKinds.NotMigrated, (string?)left.Kind, new Finding(left.Name, left.Reason, null, null))),
                .. plan.Findings.Select(finding => (FindingKinds.Plan, (string?)null, finding)),
            ],
            cancellationToken);
    }

    /// <summary>Returns the in-scope tables whose copies are planned from their <see cref="RelationDraft.Shape"/>.</summary>
    public Task<IReadOnlyList<RelationDraft>> RelationsAsync(CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT id, source_schema, source_name, target_schema, target_name, estimated_rows, estimated_bytes,
               format = 'binary', format_reason, shape::text
        FROM actormigrate.relation WHERE migration = $1 AND shape IS NOT NULL ORDER BY id
        """,
        row => new RelationDraft(
            row.GetInt32(0), row.Name(1), row.Name(3),
            row.GetInt64(5), row.GetInt64(6), row.GetBoolean(7), row.GetString(8))
                { Shape = PayloadJson.Read<RelationShape>(row.GetString(9)) },
        cancellationToken, migration.Value);

    /// <summary>Returns the tasks that run statements for objects of the schema, as they were planned.</summary>
    public Task<IReadOnlyList<PlannedStatements>> StatementsAsync(CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT t.id, t.kind, t.name, t.payload::text
        FROM actormigrate.task t
        LEFT JOIN actormigrate.relation r ON r.id = t.relation
        WHERE t.migration = $1 AND t.lane IN ('schema', 'finish') AND r.source_name IS DISTINCT FROM 'pg_largeobject'
        ORDER BY t.id
        """,
        row => new PlannedStatements(
            row.GetInt64(0), row.GetString(1), row.GetString(2), PayloadJson.Read<StatementPayload>(row.GetString(3))),
        cancellationToken, migration.Value);

    /// <summary>Returns true when the copies are in the ledger.</summary>
    public async Task<bool> HasCopiesAsync(CancellationToken cancellationToken) => (await session.QueryAsync(
        "SELECT copies_planned FROM actormigrate.migration WHERE id = $1", row => row.GetBoolean(0), cancellationToken,
        migration.Value)) is [true];

    /// <summary>Writes the copies of all tables and ties them to the rest of the plan, once: where they stand already, nothing is done.
    /// <see cref="CoordinatorReplacedException"/> when <paramref name="by"/> coordinates no more.</summary>
    public Task AddCopiesAsync(CoordinatorTerm by, IEnumerable<CopyDraft> copies, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async (open, writer, bounded) =>
            {
                if (!await BeginCopiesAsync(open, by, bounded))
                    return;
                var last = (await LedgerSession.ReadAsync(
                    open, "SELECT coalesce(max(id), 0) FROM actormigrate.task", row => row.GetInt64(0), bounded))[0];
                await writer.TasksAsync([.. copies.Select(copy => copy.AsTask(++last))], haveCopies: false, bounded);
                await writer.ExecuteAsync(
                    SqlText.Load<PlanLedger>("connect-copies.sql"), bounded, (short)Phase.CreateTargetTables);
                await writer.SettleAsync(bounded);
            },
            cancellationToken);

    /// <summary>Returns the tasks that <paramref name="phase"/> waits for in vain, because no task is running and none can begin; empty
    /// while one does.</summary>
    public Task<IReadOnlyList<StuckTask>> StuckAsync(Phase phase, CancellationToken cancellationToken) => session.QueryAsync(
        SqlText.Load<PlanLedger>("stuck-tasks.sql"),
        row => new StuckTask(row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken, migration.Value, (short)phase);

    /// <summary>Returns the tables with the copies that are still to be made and those that are done, for the progress view.</summary>
    public Task<IReadOnlyList<PlannedCopies>> PlannedAsync(CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT r.id, r.source_schema, r.source_name, count(t.id) FILTER (WHERE t.state <> 'done')::int,
               count(t.id) FILTER (WHERE t.state = 'done')::int, r.estimated_rows, r.estimated_bytes,
               coalesce(sum(t.estimated_bytes) FILTER (WHERE t.state = 'done'), 0)::bigint
        FROM actormigrate.relation r
        LEFT JOIN actormigrate.task t ON t.relation = r.id AND t.lane = 'copy'
        WHERE r.migration = $1
        GROUP BY r.id ORDER BY r.id
        """,
        row => new PlannedCopies(
            row.GetInt32(0), row.Name(1), row.GetInt32(3), row.GetInt32(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)),
        cancellationToken, migration.Value);

    /// <summary>Takes the migration's row and says whether the copies are still to be planned.</summary>
    private async Task<bool> BeginCopiesAsync(NpgsqlConnection open, CoordinatorTerm by, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT copies_planned FROM actormigrate.migration WHERE id = $1 AND coordinator = $2 AND term = $3 FOR UPDATE
            """;
        var held = await LedgerSession.ReadAsync(
            open, sql, row => row.GetBoolean(0), cancellationToken, migration.Value, by.Coordinator.Value, by.Term);
        if (held.Count == 0)
            throw new CoordinatorReplacedException(migration, by.Term);
        if (held[0])
            return false;
        await new PlanWriter(open, migration).CopiesArePlannedAsync(cancellationToken);
        return true;
    }

    private Task InTransactionAsync(
        Func<NpgsqlConnection, PlanWriter, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        session.UseAsync(
            async (open, bounded) =>
            {
                await using var transaction = await open.BeginTransactionAsync(bounded);
                await work(open, new PlanWriter(open, migration), bounded);
                await using (var tell = new NpgsqlCommand("SELECT set_config('synchronous_commit', 'on', true)", open))
                    await tell.ExecuteNonQueryAsync(bounded);
                await transaction.CommitAsync(bounded);
                return true;
            },
            cancellationToken, Timeouts.LedgerRewrite);

    /// <summary>Returns the target's tables that tasks belong to or whose rows they need, in order of their numbers.</summary>
    public static async Task<IReadOnlyList<QualifiedName>> TablesOfAsync(
        NpgsqlConnection open, IEnumerable<long> tasks, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT DISTINCT r.id, r.target_schema, r.target_name
            FROM actormigrate.task t
            CROSS JOIN LATERAL unnest(t.needs_data || t.relation) AS needed (relation)
            JOIN actormigrate.relation r ON r.id = needed.relation
            WHERE t.id = ANY ($1)
            ORDER BY r.id
            """;
        return await LedgerSession.ReadAsync(
            open, sql, row => row.Name(1), cancellationToken, tasks.ToArray());
    }
}
