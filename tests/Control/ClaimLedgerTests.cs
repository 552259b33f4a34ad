using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>Claims within the budgets that all nodes share.</summary>
public sealed class ClaimLedgerTests
{
    private const long MiB = 1 << 20;
    private static readonly NodeId Node = new(Guid.NewGuid());
    private static readonly NodeId Other = new(Guid.NewGuid());

    [Fact]
    public async Task Idle_nodes_share_a_partition_that_nobody_has_begun_and_what_needs_it_needs_all_of_it()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await PlanForTwoAsync(ledger, copySlots: 2);

        var claimed = await Limited(ledger, ledger.Session).ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 2, 100, default);
        var others = await Limited(ledger, ledger.Session).ClaimTasksAsync(ledger.Term, Other, TaskLane.Copy, 2, 100, default);

        var pages = (await RangesAsync(ledger, claimed.Concat(others))).OrderBy(range => range.FromPage);
        Assert.Equal([(0L, (long?)25), (25, 50), (50, 75), (75, null)], pages.Select(range => (range.FromPage, range.ToPage)));
        Assert.Equal(2, claimed.Count);
        Assert.Equal("blocked", await ledger.StateOfAsync(2));
        Assert.Equal(4, await ledger.ScalarAsync<int>("SELECT unmet FROM actormigrate.task WHERE id = 2"));
        foreach (var (node, task) in claimed.Select(task => (Node, task)).Concat(others.Select(task => (Other, task))))
            await ledger.CompleteAsync(node, (await ledger.AttemptsOf(node).BeginAsync(task.Id, default))!.Id, TaskResult.Nothing);
        Assert.Equal("ready", await ledger.StateOfAsync(2));
    }

    private static async Task<List<RowPredicate.CtidRange>> RangesAsync(LedgerFixture ledger, IEnumerable<ClaimedTask> tasks)
    {
        var ranges = new List<RowPredicate.CtidRange>();
        foreach (var task in tasks)
        {
            var payload = await ledger.ScalarAsync<string>($"SELECT payload::text FROM actormigrate.task WHERE id = {task.Id}");
            ranges.Add((RowPredicate.CtidRange)PayloadJson.Read<CopyPayload>(payload!).Predicate);
        }

        return ranges;
    }

    [Fact]
    public async Task A_node_that_is_alone_splits_nothing_and_neither_is_what_was_begun_or_is_too_small()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await PlanAsync(ledger);
        await ledger.JoinAsync(Node, "one", copySlots: 4);
        var whole = Assert.Single(await Limited(ledger, ledger.Session).ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 4, 100, default));
        await ledger.JoinAsync(Other, "two", copySlots: 4);
        await ledger.AttemptsOf(Node).BeginAsync(whole.Id, default);
        await ledger.Tasks.ReleaseAllAsync(Node, default);
        Assert.Single(await Limited(ledger, ledger.Session).ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 4, 100, default));
        await ledger.Tasks.ReleaseAllAsync(Node, default);
        await ledger.ScalarAsync<object>("UPDATE actormigrate.task SET attempt = 0");
        Assert.Single(
            await Limited(ledger, ledger.Session, splitBytes: 51 * 8192)
                .ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 4, 100, default));
    }

    [Fact]
    public async Task Nodes_that_claim_at_once_split_exactly_once()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await PlanForTwoAsync(ledger, copySlots: 4);
        await using var session = new LedgerSession(ledger.Target, SessionPurpose.Control);

        var claims = await Task.WhenAll(
            Limited(ledger, ledger.Session).ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 4, 100, default),
            Limited(ledger, session).ClaimTasksAsync(ledger.Term, Other, TaskLane.Copy, 4, 100, default));

        var rest = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Other, TaskLane.Copy, 100, 100, default);
        var ranges = (await RangesAsync(ledger, claims.SelectMany(claim => claim).Concat(rest))).OrderBy(range => range.FromPage).ToList();
        // In the order in which they came: side by side, without a gap.
        Assert.Equal(ranges.Skip(1).Select(range => (long?)range.FromPage), ranges.SkipLast(1).Select(range => range.ToPage));
        Assert.Equal((0L, (long?)null), (ranges[0].FromPage, ranges[^1].ToPage));
        Assert.Equal(await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy'"), ranges.Count);
        Assert.True(ranges.Count >= 4, $"{ranges.Count} partitions");
    }

    [Fact]
    public async Task A_partition_is_split_although_another_claim_holds_it_that_is_taken_back()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await PlanForTwoAsync(ledger, copySlots: 4);
        await using var claiming = await ledger.OpenAsync();
        await using var claim = await claiming.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("UPDATE actormigrate.task SET state = 'running' WHERE lane = 'copy'", claiming))
            await hold.ExecuteNonQueryAsync();

        await using var open = await ledger.OpenAsync();
        await using var transaction = await open.BeginTransactionAsync();
        var split = new ClaimLedger(open, ledger.Id, new ClaimLimits(128 * MiB, 8192)).SplitAsync(default);
        await Eventually.TrueAsync(() => ledger.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_stat_activity s USING (pid) "
                + "WHERE NOT l.granted AND s.datname = current_database())"));
        await claim.RollbackAsync();
        await split;
        await transaction.CommitAsync();

        Assert.Equal(8, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane = 'copy'"));
    }

    [Fact]
    public async Task Index_builds_of_all_nodes_together_stay_within_the_memory_of_the_migration()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await AddIndexesAsync(ledger, 9);
        await ledger.JoinAsync(Node, "one", indexSlots: 2);
        Assert.Equal([64 * MiB, 64 * MiB], (await ClaimAsync(Node)).Select(task => task.Memory));

        await ledger.JoinAsync(Other, "two", indexSlots: 2);
        Assert.Empty(await ClaimAsync(Other));

        await ledger.Tasks.ReleaseAllAsync(Node, default);
        var claims = await Task.WhenAll(ClaimAsync(Node), ClaimAsync(Other));
        Assert.All(claims.SelectMany(claim => claim), task => Assert.Equal(32 * MiB, task.Memory));
        Assert.Equal(4, claims.Sum(claim => claim.Count));
        Assert.Empty(await ClaimAsync(Other));

        Task<IReadOnlyList<ClaimedTask>> ClaimAsync(NodeId node) =>
            Limited(ledger, ledger.Session).ClaimTasksAsync(ledger.Term, node, TaskLane.Finish, 2, 100, default);
    }

    [Fact]
    public async Task Index_memory_is_shared_by_the_slots_of_all_nodes_and_never_overspent()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await AddIndexesAsync(ledger, 14);
        await ledger.JoinAsync(Node, "one", indexSlots: 1);
        for (var slots = 1; slots <= 12; slots++)
        {
            await ledger.ScalarAsync<object>($"UPDATE actormigrate.node SET index_slots = {slots}");
            var running = new List<ClaimedTask>();
            for (var claimed = await ClaimIndexesAsync(ledger, 512); claimed.Count > 0; claimed = await ClaimIndexesAsync(ledger, 512))
                running.AddRange(claimed);

            Assert.Equal(slots, running.Count);
            Assert.InRange(running.Sum(task => task.Memory), 1, 512 * MiB);
            await ledger.Tasks.ReleaseAllAsync(Node, default);
        }
    }

    [Fact]
    public async Task A_node_that_joins_waits_for_the_shares_that_were_granted_before()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await AddIndexesAsync(ledger, 4);
        await ledger.JoinAsync(Node, "one", indexSlots: 2);
        Assert.Equal([256 * MiB, 256 * MiB], (await ClaimIndexesAsync(ledger, 512)).Select(task => task.Memory));
        await ledger.ScalarAsync<object>("UPDATE actormigrate.node SET index_slots = 4");

        Assert.Empty(await ClaimIndexesAsync(ledger, 512));

        await ledger.ScalarAsync<object>("UPDATE actormigrate.task SET state = 'done' WHERE id = 1");
        Assert.Equal([128 * MiB, 128 * MiB], (await ClaimIndexesAsync(ledger, 512)).Select(task => task.Memory));
    }

    [Fact]
    public async Task However_small_the_budget_somebody_builds()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await AddIndexesAsync(ledger, 4);
        await ledger.JoinAsync(Node, "one", indexSlots: 8);

        Assert.Equal([MiB], (await ClaimIndexesAsync(ledger, 1)).Select(task => task.Memory));
        Assert.Empty(await ClaimIndexesAsync(ledger, 1));
    }

    [Theory]
    [InlineData(TaskLane.Finish)]
    [InlineData(TaskLane.Schema)]
    public async Task A_claim_tells_which_lanes_are_open_after_it(TaskLane lane)
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one", indexSlots: 2);
        await ledger.AddAsync([LedgerFixture.Copy(1) with { Lane = lane, Kind = "index" }, LedgerFixture.Copy(2)]);

        var first = await Limited(ledger, ledger.Session).ClaimAsync(ledger.Term, Node, [new WantedSlots(lane, 1, 100)], default);
        var second = await Limited(ledger, ledger.Session).ClaimAsync(ledger.Term, Node, [new WantedSlots(lane, 1, 100)], default);

        Assert.Equal([1L], first.Tasks.Select(task => task.Id));
        Assert.Equal([TaskLane.Copy], first.Open);
        Assert.Empty(second.Tasks);
        Assert.Equal([TaskLane.Copy], second.Open);
    }

    private static Task AddIndexesAsync(LedgerFixture ledger, int count) => ledger.AddAsync(
        [.. Enumerable.Range(1, count).Select(id => LedgerFixture.Copy(id) with { Lane = TaskLane.Finish, Kind = "index" })]);

    private static Task<IReadOnlyList<ClaimedTask>> ClaimIndexesAsync(LedgerFixture ledger, int mebibytes) =>
        new TaskLedger(ledger.Session, ledger.Id, new ClaimLimits(mebibytes * MiB, 8192))
            .ClaimTasksAsync(ledger.Term, Node, TaskLane.Finish, 2, 100, default);

    private static TaskLedger Limited(LedgerFixture ledger, LedgerSession session, long splitBytes = 8192) =>
        new(session, ledger.Id, new ClaimLimits(128 * MiB, splitBytes));

    /// <summary>Plans one partition, which two nodes could share.</summary>
    private static async Task PlanForTwoAsync(LedgerFixture ledger, int copySlots)
    {
        await PlanAsync(ledger);
        await ledger.JoinAsync(Node, "one", copySlots: copySlots);
        await ledger.JoinAsync(Other, "two", copySlots: copySlots);
    }

    /// <summary>Plans a table of a hundred pages, which one partition copies and one task needs.</summary>
    private static async Task PlanAsync(LedgerFixture ledger)
    {
        await ledger.WritePlanAsync(
            new TaskDraft(2, TaskLane.Finish, "index", "i", 1, Phase.TransferData, Phase.TransferData,
                new StatementPayload([], null, null), 0, 0, []) { NeedsData = [1] });
        await ledger.ScalarAsync<object>("UPDATE actormigrate.relation SET shape = jsonb_set(shape, '{facts,heapBytes}', '819200')");
        var payload = new CopyPayload(
            new QualifiedName("s", "t1"), new QualifiedName("x", "t1"), ["a"], true, "p", new RowPredicate.CtidRange(0, null), null);
        await ledger.Plan.AddCopiesAsync(
            ledger.Term, [new CopyDraft(1, TaskKinds.CopyPartition, "s.t1_p1", payload, 1000, 819200)], default);
    }
}
