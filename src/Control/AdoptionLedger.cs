using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Control;

/// <summary>What waits in a migration that goes on. <paramref name="Earliest"/> is the first phase that waits for a task, null when
/// none does; <paramref name="ReadsSource"/> says that copies or counts of the source are not done.</summary>
public sealed record Outstanding(Phase? Earliest, bool CopiesPlanned, bool ReadsSource);

/// <summary>Takes the coordination of a migration over, from a coordinator that is gone, and opens again what is not done.</summary>
public sealed class AdoptionLedger(LedgerSession session, MigrationId migration)
{
    private static readonly string AdoptSql = SqlText.Load<AdoptionLedger>("adopt-migration.sql");

    /// <summary>Takes over from <paramref name="former"/>, in the next term. Null when another was quicker, or when the former coordinator
    /// lives: it has not left, and its heart has beaten since <paramref name="lastBeat"/> (null: it has left by its own row).
    /// A migration that has ended goes on only with <paramref name="reopen"/>. The commit is synchronous.</summary>
    public async Task<CoordinatorTerm?> AdoptAsync(
        CoordinatorTerm former, DateTime? lastBeat, NodeId successor, bool reopen, CancellationToken cancellationToken)
    {
        var beat = new Npgsql.NpgsqlParameter { Value = (object?)lastBeat ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };
        var terms = await session.UseAsync(
            open => LedgerSession.ReadAsync(
                open, AdoptSql, row => row.GetInt64(0), cancellationToken,
                migration.Value, former.Coordinator.Value, former.Term, beat, successor.Value, reopen),
            cancellationToken);
        return terms.Count > 0 ? new CoordinatorTerm(successor, terms[0]) : null;
    }

    /// <summary>Opens again whatever is not done: tasks of nodes that are gone are released, failed and skipped ones are tried again with a
    /// budget of their own, and what was fatal is forgotten. What is done stays done.</summary>
    public Task ReopenAsync(CoordinatorTerm by, CancellationToken cancellationToken) => session.UseAsync(
        async open =>
        {
            await using var transaction = await open.BeginTransactionAsync(cancellationToken);
            var writer = new PlanWriter(open, migration);
            await HoldTermAsync(open, by, cancellationToken);
            await writer.ExecuteAsync(SqlText.Load<AdoptionLedger>("release-dead-tasks.sql"), cancellationToken);
            await writer.ExecuteAsync(SqlText.Load<AdoptionLedger>("reopen-tasks.sql"), cancellationToken, (short)Phase.Validate);
            await writer.ExecuteAsync("DELETE FROM actormigrate.finding WHERE migration = $1 AND kind = 'fatal'", cancellationToken);
            await writer.SettleAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>What waits to be done, whoever works on it.</summary>
    public async Task<Outstanding> OutstandingAsync(CancellationToken cancellationToken) => (await session.QueryAsync(
        """
        SELECT (SELECT min(awaited_in) FROM actormigrate.task WHERE migration = m.id AND state <> 'done'), m.copies_planned,
               EXISTS (SELECT FROM actormigrate.task WHERE migration = m.id AND state <> 'done' AND awaited_in = $2 AND lane IN ('copy', 'compare'))
        FROM actormigrate.migration m WHERE m.id = $1
        """,
        row => new Outstanding(row.IsDBNull(0) ? null : (Phase)row.GetInt16(0), row.GetBoolean(1), row.GetBoolean(2)),
        cancellationToken, migration.Value, (short)Phase.TransferData))[0];

    /// <summary>Takes the migration's row, so that no term changes under the caller's transaction.</summary>
    private async Task HoldTermAsync(Npgsql.NpgsqlConnection open, CoordinatorTerm by, CancellationToken cancellationToken)
    {
        const string sql = "SELECT FROM actormigrate.migration WHERE id = $1 AND coordinator = $2 AND term = $3 FOR UPDATE";
        var held = await LedgerSession.ReadAsync(open, sql, _ => true, cancellationToken, migration.Value, by.Coordinator.Value, by.Term);
        if (held.Count == 0)
            throw new CoordinatorReplacedException(migration, by.Term);
    }
}
