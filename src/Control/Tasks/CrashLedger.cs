using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>Notices crashes of the target's server, which empty unlogged tables, and has what they held copied again.</summary>
public sealed class CrashLedger(LedgerSession session, MigrationId migration)
{
    /// <summary>Writes the row whose absence tells of a crash, within the caller's transaction.</summary>
    private static async Task WitnessAsync(NpgsqlConnection inTransaction, MigrationId migration, CancellationToken cancellationToken)
    {
        await using var command = LedgerSession.Command(
            inTransaction, "INSERT INTO actormigrate.crash_witness (migration) VALUES ($1) ON CONFLICT DO NOTHING", migration.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Fails with a transient failure when the server has crashed and the coordinator has not yet handled that: a table
    /// that is empty now must not be made logged as if it were whole. Runs on the session that would do that, which a crash ends.</summary>
    public static async Task RefuseAfterCrashAsync(NpgsqlConnection writing, long task, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT EXISTS (SELECT FROM actormigrate.crash_witness w JOIN actormigrate.task t ON t.migration = w.migration WHERE t.id = $1)
            """;
        if ((await LedgerSession.ReadAsync(writing, sql, row => row.GetBoolean(0), cancellationToken, task)) is [false])
            throw new ServerFailureException(
                new Failure(FailureClass.Transient, null, "The target's server has crashed and emptied unlogged tables."));
    }

    /// <summary>Returns true when the target's server has crashed since the witness was written.</summary>
    public async Task<bool> HasCrashedAsync(CancellationToken cancellationToken) => (await session.QueryAsync(
        "SELECT NOT EXISTS (SELECT FROM actormigrate.crash_witness WHERE migration = $1)", row => row.GetBoolean(0), cancellationToken,
        migration.Value))[0];

    /// <summary>Returns the tables that such a crash has emptied; none when there was none.</summary>
    public async Task<IReadOnlyList<QualifiedName>> LostAsync(CancellationToken cancellationToken) =>
        await HasCrashedAsync(cancellationToken)
        ? await session.QueryAsync(
            SqlText.Load<CrashLedger>("emptied-relations.sql"), row => row.Name(1),
            cancellationToken, migration.Value)
        : [];

    /// <summary>Opens the copies of every table that was emptied again, with what has to be made anew after them, and writes a new witness.
    /// Answers the tables. One transaction: a coordinator that dies in it leaves the crash to be noticed by the next.</summary>
    public Task<IReadOnlyList<QualifiedName>> CopyAgainAsync(CoordinatorTerm by, CancellationToken cancellationToken) =>
        session.UseAsync<IReadOnlyList<QualifiedName>>(
        async (open, bounded) =>
        {
            await using var transaction = await open.BeginTransactionAsync(bounded);
            await AdoptionLedger.HoldTermAsync(open, migration, by, bounded);
            var emptied = await LedgerSession.ReadAsync(
                open, SqlText.Load<CrashLedger>("emptied-relations.sql"),
                row => (Id: row.GetInt32(0), Name: row.Name(1)), bounded,
                migration.Value);
            if (emptied.Count > 0)
                await EmptyAsync(open, [.. emptied.Select(table => table.Id)], [.. emptied.Select(table => table.Name)], bounded);
            await WitnessAsync(open, migration, bounded);
            await transaction.CommitAsync(bounded);
            return [.. emptied.Select(table => table.Name)];
        },
        cancellationToken, Timeouts.LedgerRewrite);

    private async Task EmptyAsync(
        NpgsqlConnection open, int[] relations, IReadOnlyList<QualifiedName> tables, CancellationToken cancellationToken)
    {
        var writer = new PlanWriter(open, migration);
        var named = string.Join(", ONLY ", tables.Select(Identifier.Qualify));
        await MadeObjects.NoteTransactionAsync(open, cancellationToken);
        await LedgerSession.ReadAsync(
            open, SqlText.Load<CrashLedger>("end-copies.sql"), _ => true, cancellationToken, migration.Value, relations);
        // A trigger that is being made at this moment must be dropped or not be made at all: it would act on the rows.
        await writer.RunAsync([$"LOCK TABLE ONLY {named} IN ACCESS EXCLUSIVE MODE"], cancellationToken);
        var undo = await LedgerSession.ReadAsync(
            open, SqlText.Load<CrashLedger>("undo-on-emptied.sql"), row => row.GetString(0), cancellationToken, relations);
        await writer.RunAsync([.. undo, $"TRUNCATE ONLY {named}"], cancellationToken);
        await writer.ExecuteAsync(SqlText.Load<CrashLedger>("copy-again.sql"), cancellationToken, relations, (short)Phase.Validate);
        await writer.FindingsAsync([(FindingKinds.Run, null, Told(tables))], cancellationToken);
        await writer.SettleAsync(cancellationToken);
    }

    private static Finding Told(IReadOnlyList<QualifiedName> tables) => new(
        "the target", $"Its server crashed, which empties unlogged tables; these were copied again: {NameList.Of(tables)}.", null, null);
}
