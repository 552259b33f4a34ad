using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Control.Tests;

public sealed class PlanLedgerTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());

    [Fact]
    public async Task A_task_that_needs_rows_waits_for_their_copies_however_late_they_are_planned()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync(Made(1, relation: 1), Finishing(2, [1], []), Finishing(3, [1], [2]));
        await ledger.CompleteOneAsync(Node, TaskLane.Schema);
        Assert.Equal(("blocked", "blocked"), (await ledger.StateOfAsync(2), await ledger.StateOfAsync(3)));

        await ledger.Plan.AddCopiesAsync(ledger.Term, [Copy(1, "a"), Copy(1, "b")], default);

        Assert.Equal(
            ("ready", "ready", "blocked"), (await ledger.StateOfAsync(4), await ledger.StateOfAsync(5), await ledger.StateOfAsync(2)));
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.Equal("blocked", await ledger.StateOfAsync(2));
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);
        Assert.Equal(("ready", "blocked"), (await ledger.StateOfAsync(2), await ledger.StateOfAsync(3)));
        await ledger.CompleteOneAsync(Node, TaskLane.Finish);
        Assert.Equal("ready", await ledger.StateOfAsync(3));
    }

    [Fact]
    public async Task Copies_that_are_planned_with_the_rest_are_waited_for_as_they_are()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var copy = Copy(1, "a").AsTask(2) with { Needs = [1] };
        await ledger.WritePlanAsync(withCopies: true, Made(1, relation: 1), copy, Finishing(3, [1], [2]));
        Assert.True(await ledger.Plan.HasCopiesAsync(default));

        await ledger.CompleteOneAsync(Node, TaskLane.Schema);
        Assert.Equal(("ready", "blocked"), (await ledger.StateOfAsync(2), await ledger.StateOfAsync(3)));
        await ledger.Plan.AddCopiesAsync(ledger.Term, [Copy(1, "b")], default);
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);

        Assert.Equal("ready", await ledger.StateOfAsync(3));
        Assert.Equal(3L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task"));
    }

    [Fact]
    public async Task The_copies_that_are_done_are_told_apart_from_those_to_be_made()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync(Made(1, relation: 1));
        await ledger.CompleteOneAsync(Node, TaskLane.Schema);
        await ledger.Plan.AddCopiesAsync(ledger.Term, [Copy(1, "a"), Copy(1, "b")], default);
        await ledger.CompleteOneAsync(Node, TaskLane.Copy);

        var planned = Assert.Single(await ledger.Plan.PlannedAsync(default), table => table.Relation == 1);

        Assert.Equal((1, 1), (planned.Copies, planned.CopiesDone));
        Assert.Equal(
            await ledger.ScalarAsync<long>("SELECT estimated_bytes FROM actormigrate.task WHERE lane = 'copy' AND state = 'done'"),
            planned.EstimatedBytesDone);
    }

    [Fact]
    public async Task Copies_are_planned_once()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync(Made(1, relation: 1));
        Assert.False(await ledger.Plan.HasCopiesAsync(default));
        await ledger.Plan.AddCopiesAsync(ledger.Term, [Copy(1, "a")], default);
        Assert.True(await ledger.Plan.HasCopiesAsync(default));

        await ledger.Plan.AddCopiesAsync(ledger.Term, [Copy(1, "b"), Copy(1, "c")], default);

        Assert.Equal(1L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy'"));
        Assert.Equal("blocked", await ledger.StateOfAsync(2));
    }

    [Fact]
    public async Task A_coordinator_of_an_earlier_term_plans_nothing()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync(Made(1, relation: 1));
        await Assert.ThrowsAsync<CoordinatorReplacedException>(
            () => ledger.Plan.AddCopiesAsync(ledger.Term with { Term = 0 }, [Copy(1, "a")], default));
        Assert.False(await ledger.Plan.HasCopiesAsync(default));
    }

    [Fact]
    public async Task A_table_that_could_not_be_made_is_not_copied_and_nothing_that_needs_it_is_done()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync(Made(1, relation: 1), Finishing(2, [1], []), Finishing(3, [], [2]));
        var claimed = Assert.Single(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Schema, 1, 100, default));
        var attempt = (await ledger.AttemptsOf(Node).BeginAsync(claimed.Id, default))!;
        await ledger.FailAsync(Node, attempt.Id, new Failure(FailureClass.Permanent, "42501", "no"), RetryDecision.GiveUp);

        await ledger.Plan.AddCopiesAsync(ledger.Term, [Copy(1, "a")], default);

        Assert.Equal(
            ("failed", "skipped", "skipped", "skipped"),
            (await ledger.StateOfAsync(1), await ledger.StateOfAsync(2), await ledger.StateOfAsync(3), await ledger.StateOfAsync(4)));
    }

    [Fact]
    public async Task Tables_and_what_is_left_out_are_read_as_they_were_written()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.WritePlanAsync();
        var relation = Assert.Single(await ledger.Plan.RelationsAsync(default));
        var expected = LedgerFixture.Relation(1);
        Assert.Equal((expected.Source, expected.Target, expected.Binary, expected.FormatReason),
            (relation.Source, relation.Target, relation.Binary, relation.FormatReason));
        Assert.Equal(PayloadJson.Write(expected.Shape!), PayloadJson.Write(relation.Shape!));
        Assert.Equal([new NotMigrated("thing", "a.b", "because")], await ledger.Results.NotMigratedAsync(default));
        Assert.Equal([new Finding("c.d", "look", null, "see")], await ledger.Results.FindingsAsync(default));
        Assert.Null((await ledger.LookAsync()).Fatal);
    }

    private static TaskDraft Made(long id, int relation) => new(
        id, TaskLane.Schema, "table", $"table {relation}", relation, Phase.CreateTargetTables, Phase.CreateTargetTables,
            new StatementPayload([], null, null), 0, 0, []);

    private static TaskDraft Finishing(long id, IReadOnlyList<int> data, IReadOnlyList<long> needs) => new(
        id, TaskLane.Finish, "index", $"index {id}", null, Phase.TransferData, Phase.CreatePrimaryKeys,
            new StatementPayload([], null, null), 0, 0, needs)
            { NeedsData = data };

    private static CopyDraft Copy(int relation, string name) => new(
        relation, TaskKinds.CopyPartition, name,
        new CopyPayload(new("s", "t"), new("s", "t"), ["a"], true, name, new RowPredicate.All(), null), 1, 1);
}
