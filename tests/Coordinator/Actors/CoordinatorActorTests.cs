using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>The coordinator from its election to its end, on a real ledger with probes for its
/// process, its nodes and the shard region.</summary>
public sealed class CoordinatorActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TestProbe process;
    private readonly TestProbe region;
    private readonly TestProbe node;

    public CoordinatorActorTests()
        : base(Wire.Cluster, "coordinator")
    {
        (process, region, node) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Sys.EventStream.Subscribe(TestActor, typeof(CoordinatorEvent));
        Sys.EventStream.Subscribe(TestActor, typeof(TaskReport));
    }

    [Fact]
    public async Task An_elected_coordinator_says_so_and_leads_once_the_ledger_has_given_it_a_term()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        var asked = 0;
        // Not yet: its node does not hold the snapshot, say.
        var coordinator = Start(crew, _ => Task.FromResult(++asked < 3 ? null : crew.Request));

        Assert.Equal(coordinator, (await process.ExpectMsgAsync<CoordinatorHere>(Patience)).Coordinator);
        Assert.Equal(crew.Term, (await process.ExpectMsgAsync<CoordinatorLeads>(Patience)).Term);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_ledger_that_fails_to_give_a_term_is_asked_again()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        var asked = 0;
        Start(crew, _ => ++asked < 2 ? throw new IOException("The target is away.") : Task.FromResult<RunRequest?>(crew.Request));

        await process.FishForMessageAsync<CoordinatorLeads>(_ => true, Patience);
    }

    [Fact]
    public async Task A_node_that_was_removed_never_leads()
    {
        await using var crew = await Crew.CreateAsync();
        Start(crew, _ => Task.FromException<RunRequest?>(new NodeLostException()));

        await process.ExpectMsgAsync<CoordinatorHere>(Patience);
        Assert.IsType<NodeLostException>((await process.ExpectMsgAsync<Status.Failure>(Patience)).Cause);
    }

    [Fact]
    public async Task A_wish_to_stop_that_comes_before_the_term_is_answered()
    {
        await using var crew = await Crew.CreateAsync();
        var coordinator = Start(crew, _ => new TaskCompletionSource<RunRequest?>().Task);
        await process.ExpectMsgAsync<CoordinatorHere>(Patience);

        coordinator.Tell(new StopRun());

        Assert.IsType<OperationCanceledException>((await process.ExpectMsgAsync<Status.Failure>(Patience)).Cause);
    }

    [Fact]
    public async Task A_coordinator_whose_tasks_are_done_stops_the_nodes_and_ends_with_a_summary()
    {
        await using var crew = await Crew.CreateAsync();
        var coordinator = await LeadAsync(crew);

        await FishForMessageAsync<CoordinatorEvent.StopNodesWanted>(_ => true, Patience);
        coordinator.Tell(new NodesAreStopped());

        Assert.Equal(Outcome.Succeeded, (await process.ExpectMsgAsync<RunEnded>(Patience)).Summary.Outcome);
    }

    [Fact]
    public async Task Offers_become_orders_and_reports_of_other_nodes_are_shown()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        var worker = await crew.JoinAsync("worker");
        var coordinator = await LeadAsync(crew);

        coordinator.Tell(Crew.Offer(worker, free: 1, capacity: 1), node);
        var order = await region.ExpectMsgAsync<Order>(Patience);
        var done = new TaskReport.Completed(worker, order.Tasks[0].Task, new TaskResult(1, 2));
        coordinator.Tell(done, node);

        Assert.Equal(worker, order.Place.Node);
        Assert.Equal("running worker", await crew.TaskAsync(1));
        Assert.Equal(1, (await node.ExpectMsgAsync<PhaseUpdate>(Patience)).Term);
        Assert.Equal(done, await FishForMessageAsync<TaskReport.Completed>(_ => true, Patience));
    }

    [Fact]
    public async Task A_coordinator_that_another_has_replaced_says_so_once_and_writes_nothing()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        await crew.ExecuteAsync("UPDATE actormigrate.migration SET term = 2, phase = 'TransferData', phase_number = 4");

        await LeadAsync(crew);

        Assert.IsType<CoordinatorReplacedException>((await process.ExpectMsgAsync<Status.Failure>(Patience)).Cause);
        Assert.Equal("TransferData", await crew.ScalarAsync<string>("SELECT phase FROM actormigrate.migration"));
        Assert.True(await crew.ScalarAsync<bool>("SELECT outcome IS NULL FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_coordinator_that_has_stepped_down_grants_nothing_more()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(2);
        var worker = await crew.JoinAsync("worker");
        var coordinator = await LeadAsync(crew);
        coordinator.Tell(Crew.Offer(worker, free: 1, capacity: 2), node);
        await region.ExpectMsgAsync<Order>(Patience);

        coordinator.Tell(new StepDown());
        coordinator.Tell(Crew.Offer(worker, free: 1, capacity: 2, running: 1), node);
        // Its stop comes after everything that it was told before.
        await coordinator.GracefulStop(Patience);

        Assert.Equal("ready", await crew.TaskAsync(2));
        Assert.Equal(coordinator, (await process.ExpectMsgAsync<CoordinatorNotHere>(Patience)).Coordinator);
        Assert.True(await crew.ScalarAsync<bool>("SELECT outcome IS NULL FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_node_that_broke_stops_the_run_and_leaves_it_to_be_resumed()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        var coordinator = await LeadAsync(crew);

        coordinator.Tell(new NodeFailed(new Failure(FailureClass.Fatal, "53100", "could not extend file")));
        await FishForMessageAsync<CoordinatorEvent.StopNodesWanted>(_ => true, Patience);
        coordinator.Tell(new NodesAreStopped());

        var summary = (await process.ExpectMsgAsync<RunEnded>(Patience)).Summary;
        Assert.Equal(Outcome.Stopped, summary.Outcome);
        Assert.Contains(summary.Findings, finding => finding.SqlState == "53100");
        Assert.Equal("ready", await crew.TaskAsync(1));
    }

    [Theory]
    [InlineData(
        "UPDATE actormigrate.task SET unmet = 1, state = 'blocked' WHERE id = 1", "copy-table task 1 (needs nothing that is not done)")]
    [InlineData("INSERT INTO actormigrate.task_need VALUES (1, 2), (2, 1); UPDATE actormigrate.task SET unmet = 1, state = 'blocked'",
        "copy-table task 1 (needs copy-table task 2); copy-table task 2 (needs copy-table task 1)")]
    [InlineData("UPDATE actormigrate.task SET opens_at = 99 WHERE id = 1", "copy-table task 1 (opens only in a later phase)")]
    public async Task A_plan_in_which_nothing_can_begin_stops_the_run_and_names_the_tasks(string defect, string names)
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(2);
        await crew.ExecuteAsync(defect);
        await crew.ExecuteAsync("UPDATE actormigrate.task SET state = 'done' WHERE id = 2 AND state = 'ready'");
        var coordinator = await LeadAsync(crew);

        await FishForMessageAsync<CoordinatorEvent.StopNodesWanted>(_ => true, Patience);
        coordinator.Tell(new NodesAreStopped());

        var summary = (await process.ExpectMsgAsync<RunEnded>(Patience)).Summary;
        Assert.Equal(Outcome.Stopped, summary.Outcome);
        var finding = Assert.Single(summary.Findings, finding => finding.Message.Contains(names, StringComparison.Ordinal));
        Assert.Contains("actormigrate resume", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_of_which_something_is_at_work_or_waits_for_a_slot_goes_on()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(2);
        await crew.ExecuteAsync(
            "INSERT INTO actormigrate.task_need VALUES (2, 1); UPDATE actormigrate.task SET unmet = 1, state = 'blocked' WHERE id = 2");
        var worker = await crew.JoinAsync("worker");

        Assert.Empty(await crew.Run.Plan.StuckAsync(Phase.Summarize, default));
        Assert.Single(await crew.ClaimAsync(worker));
        Assert.Empty(await crew.Run.Plan.StuckAsync(Phase.Summarize, default));
    }

    [Fact]
    public async Task A_coordinator_that_was_paused_for_long_asks_again_when_the_look_of_that_time_fails()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        var time = new ManualTime();
        // The look waits for the lock, and fails when it has it, as one does whose connection has ended meanwhile.
        await crew.ExecuteAsync("""
            CREATE TABLE public.failing (yes bool);
            INSERT INTO public.failing VALUES (false);
            CREATE FUNCTION public.wait_and_fail() RETURNS bool LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM FROM public.failing FOR SHARE;
                IF (SELECT yes FROM public.failing) THEN RAISE EXCEPTION 'away' USING ERRCODE = '57P01'; END IF;
                RETURN true;
            END $$;
            ALTER TABLE actormigrate.crash_witness RENAME TO witness;
            CREATE VIEW actormigrate.crash_witness AS SELECT * FROM actormigrate.witness WHERE public.wait_and_fail();
            """);
        await using var connection = await crew.OpenSession().UseAsync((open, _) => Task.FromResult(open), default);
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("UPDATE public.failing SET yes = true", connection))
            await hold.ExecuteNonQueryAsync();
        var coordinator = Start(crew, _ => Task.FromResult<RunRequest?>(crew.Request with { Time = time }));
        await crew.UntilAsync("EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");

        time.Advance(crew.Request.Options.Node.StallTimeout * 2);
        await transaction.CommitAsync();
        await crew.ExecuteAsync("UPDATE public.failing SET yes = false; UPDATE actormigrate.task SET state = 'done'");

        await FishForMessageAsync<CoordinatorEvent.StopNodesWanted>(_ => true, Patience);
        coordinator.Tell(new NodesAreStopped());
        Assert.Equal(
            Outcome.Succeeded, (await process.FishForMessageAsync<RunEnded>(_ => true, Patience)).Summary.Outcome);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_and_answers_again_is_told_of()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        await crew.ExecuteAsync("""
            CREATE FUNCTION public.away() RETURNS bool LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'away' USING ERRCODE = '57P01';
            END $$;
            ALTER TABLE actormigrate.crash_witness RENAME TO witness;
            CREATE VIEW actormigrate.crash_witness AS SELECT * FROM actormigrate.witness WHERE public.away();
            """);
        await LeadAsync(crew);

        var waits = await FishForMessageAsync<CoordinatorEvent.Noticed>(_ => true, Patience);
        Assert.EndsWith("then it stops, and resume goes on.", waits.Message, StringComparison.Ordinal);
        await crew.ExecuteAsync("CREATE OR REPLACE VIEW actormigrate.crash_witness AS SELECT * FROM actormigrate.witness");

        var answers = await FishForMessageAsync<CoordinatorEvent.Noticed>(_ => true, Patience);
        Assert.Equal("The target answers again.", answers.Message);
    }

    [Fact]
    public async Task Every_node_that_has_offered_hears_how_the_migration_ended()
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        var worker = await crew.JoinAsync("worker");
        var coordinator = await LeadAsync(crew);
        coordinator.Tell(Crew.Offer(worker, free: 0, capacity: 1), node);
        await node.ExpectMsgAsync<PhaseUpdate>(Patience);

        coordinator.Tell(new StopRun());
        await FishForMessageAsync<CoordinatorEvent.StopNodesWanted>(_ => true, Patience);
        coordinator.Tell(new NodesAreStopped());

        var ended = await node.FishForMessageAsync<PhaseUpdate>(update => update.Outcome is not null, Patience);
        Assert.Equal(Outcome.Stopped, ended.Outcome);
    }

    private async Task<IActorRef> LeadAsync(Crew crew)
    {
        var coordinator = Start(crew, _ => Task.FromResult<RunRequest?>(crew.Request));
        await process.ExpectMsgAsync<CoordinatorHere>(Patience);
        await process.ExpectMsgAsync<CoordinatorLeads>(Patience);
        return coordinator;
    }

    private IActorRef Start(Crew crew, Func<CancellationToken, Task<RunRequest?>> take)
    {
        var cluster = Akka.Cluster.Cluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        var setup = new CoordinatorSetup { Node = crew.Coordinator, Process = process, Region = region, TakeAsync = take };
        return Sys.ActorOf(Props.Create(() => new CoordinatorActor(setup)));
    }
}
