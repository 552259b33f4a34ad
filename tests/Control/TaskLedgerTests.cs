using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Control.Tests;

public class TaskLedgerTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());

    [Fact]
    public async Task The_largest_ready_task_is_claimed_first()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1, bytes: 10), LedgerFixture.Copy(2, bytes: 30), LedgerFixture.Copy(3, bytes: 20));
        var claimed = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 100, default);
        Assert.Equal([2L, 3L], claimed.Select(task => task.Id).Order());
    }

    [Fact]
    public async Task Tasks_of_an_earlier_phase_are_claimed_before_larger_ones_of_a_later_one()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(
            LedgerFixture.Copy(1, Phase.TransferData, bytes: 30), LedgerFixture.Copy(2, Phase.CreateTargetTables, bytes: 10));
        await ledger.OpenPhaseAsync(Phase.TransferData);
        Assert.Equal([2L], (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_plan_comes_with_statistics_so_that_finding_one_task_does_not_look_at_all()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync([.. Enumerable.Range(1, 2000).Select(id => LedgerFixture.Copy(id, Phase.TransferData))]);
        var plan = await ledger.ScalarAsync<string>(
            "EXPLAIN (FORMAT json) SELECT FROM actormigrate.task WHERE migration = (SELECT id FROM actormigrate.migration) "
            + "AND awaited_in <= 5::smallint AND state IN ('blocked', 'ready', 'running') ORDER BY awaited_in LIMIT 1");
        Assert.Equal(2000, await ledger.ScalarAsync<float>("SELECT reltuples FROM pg_class WHERE oid = 'actormigrate.task'::regclass"));
        Assert.Contains("task_awaited", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_task_is_claimed_twice()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync([.. Enumerable.Range(1, 40).Select(id => LedgerFixture.Copy(id))]);
        await using var other = new LedgerSession(ledger.Target, SessionPurpose.Control);
        var otherTasks = new TaskLedger(other, ledger.Id);
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? ledger.Tasks : otherTasks)
                .ClaimTasksAsync(ledger.Term, new NodeId(Guid.NewGuid()), TaskLane.Copy, 3, 100, default)));
        var ids = claims.SelectMany(claim => claim).Select(task => task.Id).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Equal(40, ids.Count);
    }

    [Fact]
    public async Task A_task_of_a_later_phase_stays_closed_until_that_phase()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1, Phase.TransferData));
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default));
        await ledger.Migration.EnterPhaseAsync(Phase.TransferData, default);
        Assert.Single(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default));
    }

    [Fact]
    public async Task A_phase_is_entered_when_what_those_before_it_wait_for_is_settled()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1, Phase.TransferData), LedgerFixture.Copy(2, Phase.Summarize));
        Assert.True(await ledger.Migration.EnterPhaseAsync(Phase.TransferData, default));

        Assert.False(await ledger.Migration.EnterPhaseAsync(Phase.CollectResults, default));

        Assert.Equal("TransferData", await ledger.ScalarAsync<string>("SELECT phase FROM actormigrate.migration"));
        Assert.Equal("TransferData", await ledger.ScalarAsync<string>("SELECT name FROM actormigrate.phase WHERE left_at IS NULL"));
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.True(await ledger.Migration.EnterPhaseAsync(Phase.Summarize, default));
        Assert.False(await ledger.Migration.CloseAsync(default));
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.True(await ledger.Migration.CloseAsync(default));
    }

    [Fact]
    public async Task Nothing_is_claimed_once_the_migration_has_ended()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.Migration.EndAsync(Outcome.Stopped, default);
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default));
    }

    [Fact]
    public async Task A_new_task_whose_needs_are_done_is_ready_and_one_whose_needs_failed_is_skipped()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1, bytes: 2), LedgerFixture.Copy(2, bytes: 1));
        var good = (await ledger.AttemptsOf(Node).BeginAsync((await ledger.ClaimOneAsync(Node)).Id, default))!;
        await ledger.CompleteAsync(Node, good.Id, TaskResult.Nothing);
        var bad = (await ledger.AttemptsOf(Node).BeginAsync((await ledger.ClaimOneAsync(Node)).Id, default))!;
        await ledger.FailAsync(Node, bad.Id, new Failure(FailureClass.Permanent, null, "bad"), RetryDecision.GiveUp);
        await ledger.AddAsync(
            LedgerFixture.Copy(3, needs: [1]), LedgerFixture.Copy(4, needs: [1, 2]), LedgerFixture.Copy(5, needs: [3, 4]),
            LedgerFixture.Copy(6, needs: [1, 3]));
        Assert.Equal("ready", await ledger.StateOfAsync(3));
        Assert.Equal("skipped", await ledger.StateOfAsync(4));
        Assert.Equal("skipped", await ledger.StateOfAsync(5));
        Assert.Equal("blocked", await ledger.StateOfAsync(6));
        Assert.Equal(1, await ledger.ScalarAsync<int>("SELECT unmet FROM actormigrate.task WHERE id = 6"));
        Assert.Equal(
            "4: not begun, because task 2 failed; 5: not begun, because task 4 was skipped",
            await ledger.ScalarAsync<string>(
                "SELECT string_agg(id || ': ' || error, '; ' ORDER BY id) FROM actormigrate.task WHERE state = 'skipped'"));
    }

    [Fact]
    public async Task A_phase_waits_for_its_own_tasks_and_for_those_of_earlier_phases()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(
            LedgerFixture.Copy(1, Phase.CreateTargetSchema), LedgerFixture.Copy(2, Phase.TransferData),
            LedgerFixture.Copy(3, Phase.Validate));
        Assert.False((await ledger.LookAsync(Phase.ExtractSourceSchema)).IsOutstanding);
        Assert.True((await ledger.LookAsync(Phase.CreateTargetSchema)).IsOutstanding);
        await ledger.ScalarAsync<int>("UPDATE actormigrate.task SET state = 'failed' WHERE id = 1 RETURNING 1");
        Assert.False((await ledger.LookAsync(Phase.CreateTargetTables)).IsOutstanding);
        Assert.True((await ledger.LookAsync(Phase.TransferData)).IsOutstanding);
    }

    [Fact]
    public async Task A_coordinator_of_an_earlier_term_cannot_write()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var late = new MigrationLedger(ledger.Session, ledger.Id, ledger.Coordinator, 0);
        await Assert.ThrowsAsync<CoordinatorReplacedException>(() => late.EnterPhaseAsync(Phase.Validate, default));
        await Assert.ThrowsAsync<CoordinatorReplacedException>(() => late.EndAsync(Outcome.Succeeded, default));
        Assert.Equal("ExtractSourceSchema", await ledger.ScalarAsync<string>("SELECT phase FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_second_control_schema_cannot_be_made_beside_the_first()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await using var connection = await ledger.OpenAsync();
        var earlier = await ControlSchema.FindAsync(connection, default);
        Assert.Equal(ledger.Id, earlier!.Id);
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ControlSchema.CreateAsync(connection, default));
        Assert.Equal(Npgsql.PostgresErrorCodes.DuplicateSchema, refused.SqlState);
        await ControlSchema.DropAsync(connection, ledger.Id, default);
        Assert.Null(await ControlSchema.FindAsync(connection, default));
    }

    [Fact]
    public async Task A_lot_that_its_node_does_not_know_of_is_given_back_and_its_backends_are_ended()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2));
        Assert.Equal(2, (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 100, default)).Count);
        await using var writing = await ledger.OpenAsync();
        await AttemptLedger.NoteBackendAsync(writing, (await ledger.AttemptsOf(Node).BeginAsync(2, default))!.Id, default);

        Assert.Equal(1, await ledger.Tasks.ReleaseExceptAsync(Node, [1], default));

        Assert.Equal(("running", "ready"), (await ledger.StateOfAsync(1), await ledger.StateOfAsync(2)));
        await using var look = new Npgsql.NpgsqlCommand("SELECT 1", writing);
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => look.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Writes_of_the_coordinator_outlive_a_crash_of_the_target()
    {
        await using var server = await StartForgetfulAsync();
        await using var ledger = await LedgerFixture.CreateAsync(TestServer.Of(server));
        await ledger.AddAsync(LedgerFixture.Copy(1, Phase.TransferData));
        await ledger.Migration.EnterPhaseAsync(Phase.TransferData, default);

        await server.RestartAsync(StopMode.Immediate);

        Assert.Equal("ready", await ledger.StateOfAsync(1));
        Assert.Equal("TransferData", await ledger.ScalarAsync<string>("SELECT phase FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_phase_is_not_entered_after_a_crash_of_the_target_that_has_forgotten_what_was_seen_to_be_done()
    {
        await using var server = await StartForgetfulAsync();
        await using var ledger = await LedgerFixture.CreateAsync(TestServer.Of(server));
        await ledger.AddAsync(LedgerFixture.Copy(1, Phase.TransferData));
        await ledger.Migration.EnterPhaseAsync(Phase.TransferData, default);
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.False((await ledger.LookAsync(Phase.TransferData)).IsOutstanding);

        await server.RestartAsync(StopMode.Immediate);

        await using var session = new LedgerSession(ledger.Target, SessionPurpose.Control);
        Assert.False(await new MigrationLedger(session, ledger.Id, ledger.Coordinator, ledger.Term.Term)
            .EnterPhaseAsync(Phase.CollectResults, default));
        Assert.NotEqual("done", await ledger.StateOfAsync(1));
    }

    [Fact]
    public async Task Tasks_of_a_phase_outlive_a_crash_of_the_target_once_the_next_phase_is_entered()
    {
        await using var server = await StartForgetfulAsync();
        await using var ledger = await LedgerFixture.CreateAsync(TestServer.Of(server));
        await ledger.AddAsync(LedgerFixture.Copy(1, Phase.TransferData));
        await ledger.Migration.EnterPhaseAsync(Phase.TransferData, default);
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.True(await ledger.Migration.EnterPhaseAsync(Phase.CollectResults, default));

        await server.RestartAsync(StopMode.Immediate);

        Assert.Equal("done", await ledger.StateOfAsync(1));
    }

    /// <summary>Asynchronous commits wait for the writer, which sleeps as long as it may.</summary>
    private static Task<LocalServer> StartForgetfulAsync() =>
        TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["wal_writer_delay"] = "10s" });

    [Fact]
    public async Task Repeated_offers_are_granted_no_more_than_the_nodes_slots()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync([.. Enumerable.Range(1, 5).Select(id => LedgerFixture.Copy(id))]);

        Assert.Equal(2, (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 2, default)).Count);
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 2, default));
        Assert.Single(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 3, default));
    }

    [Fact]
    public async Task An_order_that_the_node_does_not_know_of_is_repeated_after_a_while_and_no_other()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2), LedgerFixture.Copy(3));
        Assert.Equal(3, (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 3, 3, default)).Count);
        Assert.Empty(await ledger.Tasks.RepeatAsync(ledger.Term, Node, [], default));
        await ledger.ScalarAsync<string>(
            "UPDATE actormigrate.task SET claimed_at = claimed_at - interval '1 minute' WHERE id < 3 RETURNING ''");

        Assert.Equal(2, Assert.Single(await ledger.Tasks.RepeatAsync(ledger.Term, Node, [1], default)).Id);

        Assert.Empty(await ledger.Tasks.RepeatAsync(ledger.Term, Node, [1], default));
        Assert.Empty(await ledger.Tasks.RepeatAsync(new CoordinatorTerm(Node, 1), Node, [], default));
    }

    [Fact]
    public async Task A_lane_is_open_when_a_task_of_it_is_ready_and_its_phase_is_entered()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1, Phase.TransferData));
        Assert.Empty(await ledger.Tasks.OpenLanesAsync(default));
        await ledger.Migration.EnterPhaseAsync(Phase.TransferData, default);
        Assert.Equal([TaskLane.Copy], await ledger.Tasks.OpenLanesAsync(default));
    }
}
