using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

public class AttemptLedgerTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());
    private static readonly NodeId Other = new(Guid.NewGuid());
    private static readonly Failure Lost = new(FailureClass.Transient, "08006", "connection lost");

    [Fact]
    public async Task A_completed_task_is_done_with_its_rows_and_bytes()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        await ledger.CompleteAsync(Node, attempt.Id, new TaskResult(7, 70));
        Assert.Equal("done", await ledger.StateOfAsync(1));
        Assert.Equal(7L, await ledger.ScalarAsync<long>("SELECT rows FROM actormigrate.task WHERE id = 1"));
        Assert.Equal("done", await ledger.ScalarAsync<string>("SELECT outcome FROM actormigrate.attempt WHERE task = 1"));
    }

    [Fact]
    public async Task A_failure_with_characters_that_the_target_lacks_is_recorded_with_their_numbers()
    {
        await using var ledger = await LedgerFixture.CreateAsync(encoding: "EUC_JP");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        var failure = new Failure(FailureClass.Permanent, "P0001", "日本 costs 3 €…");
        await ledger.FailAsync(Node, attempt.Id, failure, RetryDecision.GiveUp);
        Assert.Equal("日本 costs 3 \\u20AC…", await ledger.ScalarAsync<string>("SELECT error FROM actormigrate.attempt"));
    }

    [Fact]
    public async Task A_task_completes_once_only()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        await ledger.CompleteAsync(Node, attempt.Id, TaskResult.Nothing);
        await Assert.ThrowsAsync<FencedException>(() => ledger.CompleteAsync(Node, attempt.Id, TaskResult.Nothing));
    }

    [Fact]
    public async Task An_attempt_that_was_overtaken_cannot_complete()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var first = await BeginAsync(ledger, Node);
        var second = (await ledger.AttemptsOf(Node).BeginAsync(1, default))!;
        Assert.Equal(2, second.Id.Attempt);
        await Assert.ThrowsAsync<FencedException>(() => ledger.CompleteAsync(Node, first.Id, TaskResult.Nothing));
        await ledger.CompleteAsync(Node, second.Id, TaskResult.Nothing);
        Assert.Equal("lost", await ledger.ScalarAsync<string>("SELECT outcome FROM actormigrate.attempt WHERE task = 1 AND attempt = 1"));
    }

    [Fact]
    public async Task A_new_attempt_does_not_wait_for_one_that_hangs_before_its_commit()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var first = await BeginAsync(ledger, Node);
        await using var hanging = await ledger.OpenAsync();
        await AttemptLedger.NoteBackendAsync(hanging, first.Id, default);
        await using var transaction = await hanging.BeginTransactionAsync();
        await ledger.AttemptsOf(Node).CompleteAsync(hanging, first.Id, null, TaskResult.Nothing, default);

        var second = await ledger.AttemptsOf(Node).BeginAsync(1, default).WaitAsync(Eventually.Patience);

        Assert.Equal(2, second!.Id.Attempt);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());
        Assert.Equal("running", await ledger.StateOfAsync(1));
    }

    [Fact]
    public async Task A_backend_that_has_met_an_error_is_told_from_one_that_works()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        await using var writing = await ledger.OpenAsync();
        await AttemptLedger.NoteBackendAsync(writing, attempt.Id, default);
        await using var transaction = await writing.BeginTransactionAsync();
        Assert.False(await ledger.AttemptsOf(Node).IsAbortedAsync(attempt.Id, default));

        await using var wrong = new NpgsqlCommand("SELECT 1 / 0", writing);
        await Assert.ThrowsAsync<PostgresException>(() => wrong.ExecuteNonQueryAsync());

        Assert.True(await ledger.AttemptsOf(Node).IsAbortedAsync(attempt.Id, default));
        Assert.False(await ledger.AttemptsOf(Node).IsAbortedAsync(new AttemptId(1, 7), default));
    }

    [Fact]
    public async Task A_node_that_gave_its_tasks_back_cannot_commit_them()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        await ledger.Tasks.ReleaseAllAsync(Node, default);
        await Assert.ThrowsAsync<FencedException>(() => ledger.CompleteAsync(Node, attempt.Id, TaskResult.Nothing));
        Assert.Equal(1, (await ledger.ClaimOneAsync(Other)).Id);
    }

    [Fact]
    public async Task A_task_of_another_node_cannot_be_begun()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Other);
        Assert.Null(await ledger.AttemptsOf(Node).BeginAsync(1, default));
    }

    [Fact]
    public async Task A_failed_attempt_that_is_retried_keeps_the_task_with_its_node()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        Assert.Equal(FailedTask.AsDecided, await ledger.FailAsync(Node, attempt.Id, Lost, RetryDecision.Retry));
        Assert.Equal("running", await ledger.StateOfAsync(1));
        Assert.Equal(2, (await ledger.AttemptsOf(Node).BeginAsync(1, default))!.Id.Attempt);
    }

    [Fact]
    public async Task A_failed_task_skips_everything_that_needs_it_and_nothing_else()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(
            LedgerFixture.Copy(1, bytes: 100), LedgerFixture.Copy(2), LedgerFixture.Copy(3, needs: [1]),
            LedgerFixture.Copy(4, needs: [2, 3]), LedgerFixture.Copy(5, needs: [2]));
        var attempt = await BeginAsync(ledger, Node);
        Assert.Equal(1, attempt.Id.Task);
        await ledger.FailAsync(Node, attempt.Id, new Failure(FailureClass.Permanent, "22000", "bad"), RetryDecision.GiveUp);
        Assert.Equal(["failed", "ready", "skipped", "skipped", "blocked"], await StatesAsync(ledger, 5));
    }

    [Fact]
    public async Task A_fatal_failure_gives_the_task_back_and_is_found_by_the_coordinator()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        Assert.Null((await ledger.LookAsync()).Fatal);
        await ledger.FailAsync(
            Node, attempt.Id, new Failure(FailureClass.Fatal, "53100", "disk full", "free space"), RetryDecision.Escalate);
        Assert.Equal("ready", await ledger.StateOfAsync(1));
        var fatal = (await ledger.LookAsync()).Fatal;
        Assert.Equal(("53100", "free space"), (fatal!.SqlState, fatal.Remedy));
    }

    [Fact]
    public async Task A_task_becomes_ready_when_the_last_of_its_needs_is_done()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2), LedgerFixture.Copy(3, needs: [1, 2]));
        await ledger.CompleteAsync(Node, (await BeginAsync(ledger, Node)).Id, TaskResult.Nothing);
        Assert.Equal("blocked", await ledger.StateOfAsync(3));
        await ledger.CompleteAsync(Node, (await BeginAsync(ledger, Node)).Id, TaskResult.Nothing);
        Assert.Equal("ready", await ledger.StateOfAsync(3));
    }

    [Fact]
    public async Task Two_completions_at_once_release_their_common_dependant()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2), LedgerFixture.Copy(3, needs: [1, 2]));
        var first = await BeginAsync(ledger, Node);
        var second = await BeginAsync(ledger, Node);
        await using var one = await ledger.OpenAsync();
        await using var two = await ledger.OpenAsync();
        await using var oneTransaction = await one.BeginTransactionAsync();
        await using var twoTransaction = await two.BeginTransactionAsync();
        await ledger.AttemptsOf(Node).CompleteAsync(one, first.Id, null, TaskResult.Nothing, default);
        var waiting = ledger.AttemptsOf(Node).CompleteAsync(two, second.Id, null, TaskResult.Nothing, default);
        await oneTransaction.CommitAsync();
        await waiting;
        await twoTransaction.CommitAsync();
        Assert.Equal("ready", await ledger.StateOfAsync(3));
    }

    [Fact]
    public async Task A_rolled_back_completion_leaves_the_task_running()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2, needs: [1]));
        var attempt = await BeginAsync(ledger, Node);
        await using (var connection = await ledger.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ledger.AttemptsOf(Node).CompleteAsync(connection, attempt.Id, null, TaskResult.Nothing, default);
        }

        Assert.Equal(["running", "blocked"], await StatesAsync(ledger, 2));
    }

    [Fact]
    public async Task A_cursor_moves_on_with_its_chunk_and_the_next_attempt_finds_it()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        await using (var connection = await ledger.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ledger.AttemptsOf(Node).AdvanceAsync(
                connection, attempt.Id, null, new CopyCursor(["42", "it's \\ \"q\""]), new TaskResult(5, 50), default);
            await transaction.CommitAsync();
        }

        var next = (await ledger.AttemptsOf(Node).BeginAsync(1, default))!;
        Assert.Equal((5L, 50L), (next.Rows, next.Bytes));
        Assert.Equal(["42", "it's \\ \"q\""], PayloadJson.Read<CopyCursor>(next.Cursor!).AfterKey);
    }

    [Fact]
    public async Task A_chunk_or_an_end_after_chunks_that_the_target_has_forgotten_hits_nothing()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        var forgotten = new CopyCursor(["42"]);
        await using var connection = await ledger.OpenAsync();
        var attempts = ledger.AttemptsOf(Node);

        await Assert.ThrowsAsync<FencedException>(
            () => attempts.AdvanceAsync(connection, attempt.Id, forgotten, new CopyCursor(["84"]), TaskResult.Nothing, default));
        await Assert.ThrowsAsync<FencedException>(
            () => attempts.CompleteAsync(connection, attempt.Id, forgotten, TaskResult.Nothing, default));

        Assert.Equal("running", await ledger.StateOfAsync(1));
    }

    [Fact]
    public async Task A_backend_that_hangs_on_from_an_earlier_attempt_is_ended_by_the_next()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        var attempt = await BeginAsync(ledger, Node);
        await using var hanging = await ledger.OpenAsync();
        await AttemptLedger.NoteBackendAsync(hanging, attempt.Id, default);
        await ledger.AttemptsOf(Node).BeginAsync(1, default);
        await using var ping = new NpgsqlCommand("SELECT pg_sleep(60)", hanging);
        var ended = await Assert.ThrowsAsync<PostgresException>(() => ping.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.AdminShutdown, ended.SqlState);
    }

    private static async Task<BegunAttempt> BeginAsync(LedgerFixture ledger, NodeId node)
    {
        var claimed = await ledger.ClaimOneAsync(node);
        return (await ledger.AttemptsOf(node).BeginAsync(claimed.Id, default))!;
    }

    private static async Task<IReadOnlyList<string>> StatesAsync(LedgerFixture ledger, int count)
    {
        var states = new List<string>();
        for (var id = 1; id <= count; id++)
            states.Add((await ledger.StateOfAsync(id))!);
        return states;
    }
}
