using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>A crash of the target's server empties unlogged tables, and their copies are opened again.</summary>
public sealed class CrashLedgerTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tasks_that_need_rows_which_are_copied_again_are_not_granted_before_them(bool together)
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.ScalarAsync<object>("CREATE SCHEMA x");
        await ledger.ScalarAsync<object>("CREATE UNLOGGED TABLE x.t1 (a int)");
        await ledger.WritePlanAsync(
            LedgerFixture.Copy(1) with { Relation = 1 },
            new TaskDraft(2, TaskLane.Finish, "trigger", "t", 1, Phase.ExtractSourceSchema, Phase.ExtractSourceSchema,
                new StatementPayload([], null, null), 0, 0, [1])
                { Together = together });
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.Equal("ready", await ledger.StateOfAsync(2));
        await using var session = new LedgerSession(ledger.Target, SessionPurpose.Control);
        var crashes = new CrashLedger(session, ledger.Id);

        // The findings come after the copies were opened again, and before it is said anew what every task waits for.
        await using var blocking = await ledger.OpenAsync();
        await using var transaction = await blocking.BeginTransactionAsync();
        await ExecuteAsync(blocking, "LOCK TABLE actormigrate.finding IN EXCLUSIVE MODE");
        var opening = crashes.CopyAgainAsync(ledger.Term, default);
        await UntilWaitingAsync(ledger, 1);
        var claiming = ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Finish, 1, 1, default);
        await UntilWaitingAsync(ledger, 2);
        await transaction.CommitAsync();

        Assert.Equal([new QualifiedName("x", "t1")], await opening);
        Assert.Empty(await claiming);
        Assert.Equal("ready", await ledger.StateOfAsync(1));
        Assert.Equal("blocked", await ledger.StateOfAsync(2));
    }

    /// <summary>Waits until so many sessions wait for a lock.</summary>
    private static async Task UntilWaitingAsync(LedgerFixture ledger, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await ledger.ScalarAsync<long>(
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE "
                + "datname = current_database())") < count)
            deadline.Token.ThrowIfCancellationRequested();
    }

    private static async Task ExecuteAsync(NpgsqlConnection open, string sql)
    {
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync();
    }
}
