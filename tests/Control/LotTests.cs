using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Control.Tests;

/// <summary>Quick tasks are granted, begun, completed and given back in lots.</summary>
public sealed class LotTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());
    private static readonly NodeId Other = new(Guid.NewGuid());
    private static readonly Failure Permanent = new(FailureClass.Permanent, "23514", "a row violates");

    [Fact]
    public async Task Free_slots_share_quick_tasks_equally_and_what_is_alone_comes_first()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 9), LedgerFixture.Copy(10, bytes: 5)]);

        var claimed = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 3, 3, default);

        Assert.Null(Assert.Single(claimed, task => task.Id == 10).Lot);
        Assert.Equal([5, 4], Sizes(claimed.Where(task => task.Id != 10)));
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 3, 3, default));
    }

    [Fact]
    public async Task A_lot_takes_one_slot_however_many_tasks_it_has()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 150)]);

        var first = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 2, default);
        var second = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 2, default);

        Assert.Single(Sizes(first));
        Assert.Single(Sizes(second));
        Assert.Equal(first.Count + second.Count, first.Concat(second).Select(task => task.Id).Distinct().Count());
    }

    [Fact]
    public async Task Lots_grow_smaller_as_less_is_left_so_that_slots_end_together()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 500)]);
        var sizes = new List<int>();

        while (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 2, default) is { Count: > 0 } lot)
        {
            sizes.Add(lot.Count);
            await using var writing = await ledger.OpenAsync();
            await CompleteAsync(ledger, await ledger.AttemptsOf(Node).BeginLotAsync(writing, lot.Select(task => task.Id), default));
        }

        Assert.Equal([100, 100, 100, 100, 50, 50], sizes);
    }

    [Fact]
    public async Task A_lot_ends_where_its_tasks_concern_more_bytes_than_are_copied_in_about_a_second()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync(
            [.. Enumerable.Range(1, 40).Select(id => LedgerFixture.Copy(id, bytes: 4 << 20) with { Together = true })]);
        var sizes = new List<int>();

        while (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 1, default) is { Count: > 0 } lot)
        {
            sizes.Add(lot.Count);
            await using var writing = await ledger.OpenAsync();
            await CompleteAsync(ledger, await ledger.AttemptsOf(Node).BeginLotAsync(writing, lot.Select(task => task.Id), default));
        }

        Assert.Equal([16, 16, 8], sizes);
    }

    [Fact]
    public async Task A_quick_task_that_is_left_over_by_itself_is_no_lot()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 1)]);

        Assert.Null(Assert.Single(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 2, default)).Lot);
    }

    [Fact]
    public async Task A_lot_is_completed_as_one_and_releases_what_needs_several_of_its_tasks()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 3), LedgerFixture.Copy(4, needs: [1, 2]), LedgerFixture.Copy(5, needs: [3, 4])]);
        var lot = await BeginAsync(ledger, 1);

        await CompleteAsync(ledger, lot);

        Assert.Equal(["done", "done", "done", "ready", "blocked"], await StatesAsync(ledger, 5));
        Assert.Equal(3L, await ledger.ScalarAsync<long>("SELECT sum(rows)::bigint FROM actormigrate.task"));
        Assert.Equal(3L,
            await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt WHERE outcome = 'done' AND target_pid IS NOT NULL"));
    }

    [Fact]
    public async Task Nothing_of_a_lot_is_done_when_another_attempt_owns_one_of_its_tasks()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 3)]);
        var lot = await BeginAsync(ledger, 1);
        await ledger.AttemptsOf(Node).BeginAsync(2, default);

        await Assert.ThrowsAsync<FencedException>(() => CompleteAsync(ledger, lot));

        Assert.Equal(["running", "running", "running"], await StatesAsync(ledger, 3));
    }

    [Fact]
    public async Task A_task_that_broke_its_lot_is_granted_alone_afterwards_and_no_attempt_counts()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 3)]);
        var lot = await BeginAsync(ledger, 1);

        await ledger.AttemptsOf(Node).ReturnLotAsync([.. lot.Select(attempt => attempt.Id)], [2], Permanent, default);

        var claimed = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 2, default);
        Assert.Equal([(1, (long?)1), (2, null), (3, 1)], claimed.OrderBy(task => task.Id).Select(task => ((int)task.Id, task.Lot)));
        Assert.Equal(1, (await ledger.AttemptsOf(Node).BeginAsync(2, default))!.Tried);
        Assert.Equal(3L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt WHERE outcome = 'released'"));
    }

    [Fact]
    public async Task A_lot_that_was_lost_on_its_way_is_granted_task_by_task()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 3)]);
        await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 1, default);
        await ledger.ScalarAsync<object>("UPDATE actormigrate.task SET claimed_at = claimed_at - interval '1 minute'");

        Assert.Empty(await ledger.Tasks.RepeatAsync(ledger.Term, Node, [], default));

        Assert.Equal(["ready", "ready", "ready"], await StatesAsync(ledger, 3));
        Assert.All(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 3, 3, default), task => Assert.Null(task.Lot));
    }

    [Fact]
    public async Task A_lot_that_its_node_works_on_is_not_taken_back()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync([.. Quick(1, 3)]);
        await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 1, default);
        await ledger.ScalarAsync<object>("UPDATE actormigrate.task SET claimed_at = claimed_at - interval '1 minute'");

        Assert.Empty(await ledger.Tasks.RepeatAsync(ledger.Term, Node, [1, 2, 3], default));

        Assert.Equal(["running", "running", "running"], await StatesAsync(ledger, 3));
    }

    [Fact]
    public async Task A_lot_whose_node_died_is_granted_task_by_task_and_blames_none()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");
        await ledger.WritePlanAsync([.. Quick(1, 3)]);
        await BeginAsync(ledger, 1);
        await ledger.EndAsync(Node);

        await ledger.Nodes.SweepAsync(ledger.Coordinator, 1, 1, default);

        Assert.Equal(0L, await ledger.ScalarAsync<long>("SELECT sum(adoptions)::bigint FROM actormigrate.task"));
        var claimed = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Other, TaskLane.Copy, 3, 3, default);
        Assert.Equal(3, claimed.Count);
        Assert.All(claimed, task => Assert.Null(task.Lot));
    }

    [Fact]
    public async Task A_lot_of_a_run_that_ended_is_granted_as_a_lot_again()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.WritePlanAsync([.. Quick(1, 3)]);
        await BeginAsync(ledger, 1);
        var adoption = new AdoptionLedger(ledger.Session, ledger.Id);
        var term = (await adoption.AdoptAsync(ledger.Term, null, new NodeId(Guid.NewGuid()), reopen: true, default))!.Term;

        await adoption.EndOthersAsync(term, default);
        await adoption.ReopenAsync(term, default);

        Assert.Equal(["ready", "ready", "ready"], await StatesAsync(ledger, 3));
        var claimed = await ledger.Tasks.ClaimTasksAsync(term, Other, TaskLane.Copy, 1, 1, default);
        Assert.Equal([3], Sizes(claimed));
        Assert.All(claimed, task => Assert.NotNull(task.Lot));
    }

    private static IEnumerable<TaskDraft> Quick(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(id => LedgerFixture.Copy(id) with { Together = true });

    private static IEnumerable<int> Sizes(IEnumerable<ClaimedTask> claimed) =>
        claimed.GroupBy(task => task.Lot).Select(lot => lot.Count()).OrderDescending();

    private static async Task<IReadOnlyList<BegunAttempt>> BeginAsync(LedgerFixture ledger, int slots)
    {
        var claimed = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, slots, slots, default);
        await using var writing = await ledger.OpenAsync();
        return await ledger.AttemptsOf(Node).BeginLotAsync(writing, claimed.Select(task => task.Id), default);
    }

    private static async Task CompleteAsync(LedgerFixture ledger, IEnumerable<BegunAttempt> lot)
    {
        await using var connection = await ledger.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ledger.AttemptsOf(Node).CommitLotAsync(
            connection, lot.Select(attempt => (attempt.Id, new TaskResult(1, 10), (double?)0.5)), default);
    }

    private static async Task<List<string?>> StatesAsync(LedgerFixture ledger, int count)
    {
        var states = new List<string?>();
        for (var id = 1; id <= count; id++)
            states.Add(await ledger.StateOfAsync(id));
        return states;
    }
}
