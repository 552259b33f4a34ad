using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Control.Tests;

public class NodeLedgerTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());
    private static readonly NodeId Other = new(Guid.NewGuid());

    [Fact]
    public async Task A_node_that_has_registered_beats_and_sees_the_others()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");

        var pulse = (await ledger.Nodes.BeatAsync(Node, default))!;

        Assert.True(pulse.IsMember);
        Assert.Equal(
            (ledger.Coordinator, 1L, null, Phase.ExtractSourceSchema), (pulse.Coordinator, pulse.Term, pulse.Outcome, pulse.Phase));
        var other = Assert.Single(pulse.Nodes);
        Assert.Equal((Other, "two", false), (other.Id, other.Name, other.HasLeft));
        Assert.True(pulse.Now >= other.HeartbeatAt);
    }

    [Fact]
    public async Task A_registration_whose_answer_was_lost_is_made_again_and_one_under_the_name_of_another_node_is_not()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");

        await ledger.JoinAsync(Node, "one");

        await Assert.ThrowsAsync<NodeNameTakenException>(() => ledger.JoinAsync(Other, "one"));
        Assert.Equal(1L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.node"));
    }

    [Fact]
    public async Task A_heartbeat_tells_whether_the_others_have_the_session_of_theirs_and_through_which_session_it_went()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");
        await using var others = new Database(ledger.Target.Connection, Side.Target, node: Other);

        var before = await ledger.Nodes.BeatAsync(Node, default);
        Pulse? during;
        await using (var beating = new LedgerSession(others, SessionPurpose.Heartbeat))
        {
            await new NodeLedger(beating, ledger.Id).BeatAsync(Other, default);
            during = await ledger.Nodes.BeatAsync(Node, default);
        }

        await Eventually.TrueAsync(
            async () => !Assert.Single((await ledger.Nodes.BeatAsync(Node, default))!.Nodes).HasSession, "the session has not ended");
        await using var another = new LedgerSession(ledger.Target, SessionPurpose.Heartbeat);
        var through = await new NodeLedger(another, ledger.Id).BeatAsync(Node, default);

        Assert.False(Assert.Single(before!.Nodes).HasSession);
        Assert.True(Assert.Single(during!.Nodes).HasSession);
        Assert.Equal(before.Through, during.Through);
        Assert.NotEqual(before.Through, through!.Through);
    }

    [Fact]
    public async Task Two_living_nodes_cannot_have_one_name_and_the_name_is_free_again_when_its_owner_has_left()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await Assert.ThrowsAsync<NodeNameTakenException>(() => ledger.JoinAsync(Other, "one"));
        await ledger.Nodes.LeaveAsync(Node, default);
        await ledger.JoinAsync(Other, "one");
        Assert.False((await ledger.Nodes.BeatAsync(Node, default))!.IsMember);
    }

    [Fact]
    public async Task The_rate_is_shared_by_the_nodes_that_copy_and_by_no_others()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2));
        Assert.Equal(0, await ledger.Nodes.CopyingAsync(default));

        await ledger.ClaimOneAsync(Node);
        Assert.Equal(1, await ledger.Nodes.CopyingAsync(default));
        await ledger.ClaimOneAsync(Other);
        Assert.Equal(2, await ledger.Nodes.CopyingAsync(default));

        await ledger.Nodes.LeaveAsync(Other, default);
        Assert.Equal(1, await ledger.Nodes.CopyingAsync(default));
    }

    [Fact]
    public async Task The_pulse_of_a_dropped_ledger_is_none()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await using (var connection = await ledger.OpenAsync())
            await ControlSchema.DropAsync(connection, ledger.Id, default);
        Assert.Null(await ledger.Nodes.BeatAsync(Node, default));
    }

    [Fact]
    public async Task A_dead_nodes_tasks_go_to_others_and_its_late_commit_is_fenced()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Node);
        var attempt = (await ledger.AttemptsOf(Node).BeginAsync(1, default))!;
        await using var writing = await ledger.OpenAsync();
        await AttemptLedger.NoteBackendAsync(writing, attempt.Id, default);

        Assert.True(await ledger.EndAsync(Node));
        Assert.Equal(1, await ledger.Nodes.SweepAsync(ledger.Coordinator, 1, 5, default));

        await Assert.ThrowsAsync<FencedException>(() => ledger.CompleteAsync(Node, attempt.Id, TaskResult.Nothing));
        Assert.Null(await ledger.AttemptsOf(Node).BeginAsync(1, default));
        Assert.Equal("lost", await ledger.ScalarAsync<string>("SELECT outcome FROM actormigrate.attempt WHERE task = 1"));
        await using var look = new Npgsql.NpgsqlCommand("SELECT 1", writing);
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => look.ExecuteScalarAsync());
        await ledger.ClaimOneAsync(Other);
        Assert.Equal(2, (await ledger.AttemptsOf(Other).BeginAsync(1, default))!.Id.Attempt);
    }

    [Fact]
    public async Task A_node_that_was_removed_is_granted_nothing_and_does_not_come_to_life_by_beating()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        Assert.True(await ledger.EndAsync(Node));
        Assert.False((await ledger.Nodes.BeatAsync(Node, default))!.IsMember);
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default));
    }

    [Fact]
    public async Task Of_several_that_found_the_cluster_at_once_one_succeeds_until_it_is_silent_for_a_lease()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.ScalarAsync<string>("UPDATE actormigrate.migration SET founder = NULL RETURNING ''");
        NodeId[] nodes = [.. Enumerable.Range(0, 4).Select(_ => new NodeId(Guid.NewGuid()))];
        foreach (var (node, i) in nodes.Select((node, i) => (node, i)))
            await ledger.JoinAsync(node, $"node {i}");
        var sessions = nodes.Select(_ => new LedgerSession(ledger.Target, SessionPurpose.Lease)).ToList();

        var founded = await Task.WhenAll(
            nodes.Select((node, i) => new NodeLedger(sessions[i], ledger.Id).FoundAsync(node, TimeSpan.FromMinutes(1), default)));

        Assert.Single(founded, found => found);
        Assert.False(await ledger.Nodes.FoundAsync(nodes[Array.IndexOf(founded, false)], TimeSpan.FromMinutes(1), default));
        Assert.True(await ledger.Nodes.FoundAsync(nodes[Array.IndexOf(founded, false)], TimeSpan.Zero, default));
        foreach (var session in sessions)
            await session.DisposeAsync();
    }

    [Fact]
    public async Task Seeds_and_fingerprints_are_those_of_nodes_that_have_not_left()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        foreach (var (node, name) in new[] { (Node, "one"), (Other, "two") })
        {
            await ledger.Nodes.RegisterAsync(
                new NodeDraft(node, name, "host", 1, "test", 1, 1)
                    { Address = new NodeAddress($"akka.ssl.tcp://actormigrate@{name}:1", 7, name) }, default);
        }

        var lease = TimeSpan.FromMinutes(1);
        Assert.Empty(await ledger.Nodes.SeedsAsync(Other, lease, default));
        await ledger.Nodes.JoinedAsync(Node, default);
        Assert.Equal(
            new SeedNode("one", "akka.ssl.tcp://actormigrate@one:1"), Assert.Single(await ledger.Nodes.SeedsAsync(Other, lease, default)));
        Assert.Equal(["one", "two"], (await ledger.Nodes.FingerprintsAsync(default)).Order());
        Assert.Equal([(Node, true), (Other, false)], (await ledger.Nodes.RegisteredAsync(default)).OrderBy(node => node.Name)
            .Select(node => (node.Id, node.HasJoined)));

        Assert.True(await ledger.EndAsync(Node));

        Assert.Empty(await ledger.Nodes.SeedsAsync(Other, lease, default));
        Assert.Equal(["two"], await ledger.Nodes.FingerprintsAsync(default));
    }

    [Fact]
    public async Task The_lease_has_one_owner_until_it_runs_out_and_none_whose_row_has_ended()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");
        var lease = new LeaseLedger(ledger.Session, ledger.Id);

        Assert.True(await lease.TakeAsync(Node, TimeSpan.FromMinutes(1), default));
        Assert.True(await lease.TakeAsync(Node, TimeSpan.FromMinutes(1), default));
        Assert.False(await lease.TakeAsync(Other, TimeSpan.FromMinutes(1), default));
        await lease.ReleaseAsync(Other, default);
        Assert.False(await lease.TakeAsync(Other, TimeSpan.FromMinutes(1), default));
        await lease.ReleaseAsync(Node, default);
        Assert.True(await lease.TakeAsync(Other, TimeSpan.Zero, default));
        Assert.True(await lease.TakeAsync(Node, TimeSpan.Zero, default));

        await ledger.EndAsync(Node);
        Assert.False(await lease.TakeAsync(Node, TimeSpan.FromMinutes(1), default));
        Assert.True(await lease.TakeAsync(Other, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Only_the_coordinator_of_the_current_term_ends_nodes_and_sweeps()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Node);
        Assert.False(await ledger.Nodes.EndAsync(Other, 1, Node, default));
        Assert.False(await ledger.Nodes.EndAsync(ledger.Coordinator, 0, Node, default));
        await ledger.Nodes.LeaveAsync(Node, default);
        Assert.Equal(0, await ledger.Nodes.SweepAsync(ledger.Coordinator, 0, 5, default));
        Assert.Equal(1, await ledger.Nodes.SweepAsync(ledger.Coordinator, 1, 5, default));
    }

    [Fact]
    public async Task A_task_under_which_nodes_die_again_and_again_is_failed_and_what_needs_it_is_skipped()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1, bytes: 9), LedgerFixture.Copy(2, needs: 1), LedgerFixture.Copy(3));
        for (var death = 1; death <= 3; death++)
        {
            var node = new NodeId(Guid.NewGuid());
            await ledger.JoinAsync(node, $"node {death}");
            // The other task was claimed and not begun: it cannot have killed anybody.
            Assert.Equal(2, (await ledger.Tasks.ClaimTasksAsync(ledger.Term, node, TaskLane.Copy, 2, 100, default)).Count);
            await ledger.AttemptsOf(node).BeginAsync(1, default);
            await ledger.EndAsync(node);
            await ledger.Nodes.SweepAsync(ledger.Coordinator, 1, 3, default);
        }

        Assert.Equal(
            ("failed", "skipped", "ready"), (await ledger.StateOfAsync(1), await ledger.StateOfAsync(2), await ledger.StateOfAsync(3)));
        Assert.Contains(
            "died 3 times", await ledger.ScalarAsync<string>("SELECT error FROM actormigrate.task WHERE id = 1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_leaves_with_tasks_in_hand_kills_nobodys_task()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Node);
        await ledger.AttemptsOf(Node).BeginAsync(1, default);
        await ledger.Nodes.LeaveAsync(Node, default);
        await ledger.Nodes.SweepAsync(ledger.Coordinator, 1, 1, default);
        Assert.Equal("ready", await ledger.StateOfAsync(1));
    }

    [Fact]
    public async Task A_task_that_fails_again_and_again_on_one_node_is_left_to_another()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Node);
        // Alone, it goes on trying.
        Assert.Equal(FailedTask.AsDecided, await FailAsync());
        Assert.Equal(FailedTask.AsDecided, await FailAsync());
        await ledger.JoinAsync(Other, "two");

        Assert.Equal(FailedTask.LeftToOthers, await FailAsync());

        Assert.Equal("ready", await ledger.StateOfAsync(1));
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default));
        await ledger.ClaimOneAsync(Other);
        Assert.Equal(4, (await ledger.AttemptsOf(Other).BeginAsync(1, default))!.Id.Attempt);
        Assert.Equal("failed,failed,failed,open", await ledger.ScalarAsync<string>(
            "SELECT string_agg(coalesce(outcome, 'open'), ',' ORDER BY attempt) FROM actormigrate.attempt"));

        async Task<FailedTask> FailAsync() => await ledger.FailAsync(
            Node, (await ledger.AttemptsOf(Node).BeginAsync(1, default))!.Id,
            new Failure(FailureClass.Transient, "08006", "connection lost"), RetryDecision.Retry);
    }

    [Fact]
    public async Task A_task_that_was_left_to_another_comes_back_when_no_other_lives()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Other, "two");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Node);
        for (var failure = 1; failure <= 2; failure++)
            await ledger.FailAsync(Node, (await ledger.AttemptsOf(Node).BeginAsync(1, default))!.Id,
                new Failure(FailureClass.Transient, null, "no"), RetryDecision.Retry);
        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 100, default));
        await ledger.Nodes.LeaveAsync(Other, default);
        await ledger.ClaimOneAsync(Node);
    }
}
