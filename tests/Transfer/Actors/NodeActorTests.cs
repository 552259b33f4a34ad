using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Transfer.Tests.Actors;

public sealed class NodeActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TaskResult Ten = new(10, 100);

    private IActorRef granting = ActorRefs.Nobody;

    public NodeActorTests()
        : base(Wire.Settings)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(TaskReport));
    }

    [Fact]
    public async Task A_transient_failure_is_tried_again_as_a_new_attempt()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(1);
        scripted.Script.Work = (attempt, _, _) =>
            attempt.Id.Attempt < 3 ? throw Failing(FailureClass.Transient, "08006") : scripted.CompleteAsync(attempt, Ten);

        Start(scripted);

        Assert.Equal(1, (await NextAsync<TaskReport.Started>()).Attempt.Attempt);
        Assert.Equal("08006", (await NextAsync<TaskReport.Retrying>()).Failure.SqlState);
        Assert.Equal(2, (await NextAsync<TaskReport.Started>()).Attempt.Attempt);
        await NextAsync<TaskReport.Retrying>();
        Assert.Equal(Ten, (await NextAsync<TaskReport.Completed>()).Result);
        Assert.Equal("done 3", await scripted.TaskAsync(1));
        Assert.Equal("failed,failed,done", await scripted.OutcomesAsync(1));
    }

    [Fact]
    public async Task A_task_whose_attempts_are_used_up_fails()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(1);
        scripted.Script.Work = (_, _, _) => throw Failing(FailureClass.Transient, "40P01");

        Start(scripted);

        Assert.Equal("40P01", (await NextAsync<TaskReport.Failed>()).Failure.SqlState);
        Assert.Equal("failed 3", await scripted.TaskAsync(1));
    }

    [Fact]
    public async Task A_permanent_failure_fails_the_task_and_what_needs_it_and_nothing_else()
    {
        await using var scripted = await ScriptedNode.CreateAsync(copySlots: 1);
        await scripted.AddAsync(3, chained: true);
        await scripted.ExecuteAsync(
            "UPDATE actormigrate.task SET state = 'ready', unmet = 0 WHERE id = 3; DELETE FROM actormigrate.task_need WHERE task = 3");
        scripted.Script.Work = (attempt, _, _) =>
            attempt.Id.Task == 1 ? throw Failing(FailureClass.Permanent, "23514") : scripted.CompleteAsync(attempt, Ten);

        Start(scripted);

        Assert.Equal(1, (await NextAsync<TaskReport.Failed>()).Task.Id);
        Assert.Equal(3, (await NextAsync<TaskReport.Completed>()).Task.Id);
        Assert.Equal("failed 1", await scripted.TaskAsync(1));
        Assert.Equal("skipped 0", await scripted.TaskAsync(2));
    }

    [Fact]
    public async Task After_a_fatal_failure_the_node_claims_no_more_and_the_task_can_be_resumed()
    {
        await using var scripted = await ScriptedNode.CreateAsync(copySlots: 1);
        await scripted.AddAsync(2);
        scripted.Script.Work = async (_, _, _) =>
        {
            // An offer from before the failure would else be granted after the task is given back.
            await granting.GracefulStop(Patience);
            throw Failing(FailureClass.Fatal, "53100");
        };

        var node = Start(scripted);

        Assert.Equal("53100", (await NextAsync<NodeBroke>()).Failure.SqlState);
        node.Tell(StopNode.Instance, TestActor);
        await NextAsync<NodeStopped>();
        Assert.Equal(2L, await scripted.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'ready'"));
        Assert.Equal(1L, await scripted.ScalarAsync<long>("SELECT count(*) FROM actormigrate.attempt"));
    }

    [Fact]
    public async Task A_copy_that_moves_no_byte_for_too_long_is_cancelled_and_tried_again()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        using var spans = new AttemptSpans(scripted.Node);
        await scripted.AddAsync(1);
        var cancelled = new TaskCompletionSource();
        scripted.Script.Work = async (attempt, _, stop) =>
        {
            if (attempt.Id.Attempt == 1)
            {
                stop.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, stop);
            }

            return await scripted.CompleteAsync(attempt, Ten);
        };

        Start(scripted);
        await NextAsync<TaskReport.Started>();
        scripted.Time.Advance(scripted.Options.StallTimeout + TimeSpan.FromSeconds(1));

        var stalled = (await NextAsync<TaskReport.Retrying>()).Failure;
        Assert.Contains("No byte was moved", stalled.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("connection", stalled.Remedy, StringComparison.Ordinal);
        await cancelled.Task.WaitAsync(Patience);
        await NextAsync<TaskReport.Completed>();
        Assert.Equal("failed,done", await scripted.OutcomesAsync(1));
        Assert.Equal(["1 Error Transient", "2 Unset "], await spans.EndedAsync(2, Patience));
    }

    [Fact]
    public async Task A_copy_that_moves_a_byte_now_and_then_is_let_go_on()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(1);
        var more = new SemaphoreSlim(0);
        scripted.Script.Work = async (attempt, moved, stop) =>
        {
            for (var i = 0; i < 3; i++)
            {
                await more.WaitAsync(stop);
                moved.Add(1, 10);
            }

            return await scripted.CompleteAsync(attempt, Ten);
        };

        Start(scripted);
        await NextAsync<TaskReport.Started>();
        for (var i = 1; i <= 2; i++)
        {
            scripted.Time.Advance(scripted.Options.StallTimeout * 0.7);
            more.Release();
            Assert.Equal(i * 10, (await NextAsync<TaskReport.Progressed>()).Bytes);
        }

        more.Release();
        await NextAsync<TaskReport.Completed>();
        Assert.Equal("done 1", await scripted.TaskAsync(1));
    }

    [Fact]
    public async Task The_late_answer_of_an_old_attempt_changes_nothing()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(1);
        var (late, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task<TaskResult>? first = null;
        scripted.Script.Work = (attempt, _, _) =>
        {
            var work = WorkAsync(attempt);
            first ??= work;
            return work;
        };

        Start(scripted);
        await NextAsync<TaskReport.Started>();
        scripted.Time.Advance(scripted.Options.StallTimeout + TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await FishForMessageAsync<TaskReport.Started>(_ => true, Patience)).Attempt.Attempt);
        late.SetResult();
        await Assert.ThrowsAsync<FencedException>(() => first!.WaitAsync(Patience));
        second.SetResult();

        await NextAsync<TaskReport.Completed>();
        Assert.Equal("done 2", await scripted.TaskAsync(1));

        // The first does not hear that it was given up, as work that hangs in a system call does not.
        async Task<TaskResult> WorkAsync(BegunAttempt attempt)
        {
            await (attempt.Id.Attempt == 1 ? late : second).Task;
            return await scripted.CompleteAsync(attempt, Ten);
        }
    }

    [Fact]
    public async Task A_fenced_attempt_ends_without_a_word_and_its_slot_is_free()
    {
        await using var scripted = await ScriptedNode.CreateAsync(copySlots: 1);
        await scripted.AddAsync(2);
        scripted.Script.Work = async (attempt, _, _) =>
        {
            if (attempt.Id.Task == 1)
                await scripted.ExecuteAsync($"UPDATE actormigrate.task SET node = '{Guid.NewGuid()}' WHERE id = 1");
            return await scripted.CompleteAsync(attempt, Ten);
        };

        Start(scripted);

        Assert.Equal(1, (await NextAsync<TaskReport.Started>()).Task.Id);
        Assert.Equal(2, (await NextAsync<TaskReport.Started>()).Task.Id);
        Assert.Equal(2, (await NextAsync<TaskReport.Completed>()).Task.Id);
        Assert.Equal("running 1", await scripted.TaskAsync(1));
    }

    [Fact]
    public async Task A_node_that_stops_gives_its_tasks_back_and_says_so()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(3);
        scripted.Script.Work = async (_, _, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return TaskResult.Nothing;
        };

        var node = Start(scripted);
        await NextAsync<TaskReport.Started>();
        await NextAsync<TaskReport.Started>();
        // An offer from before would else be granted after the tasks are given back.
        await granting.GracefulStop(Patience);
        node.Tell(StopNode.Instance, TestActor);

        Assert.Equal(2, (await NextAsync<NodeStopped>()).Released);
        Assert.Equal("ready 1", await scripted.TaskAsync(1));
        Assert.Equal("released", await scripted.OutcomesAsync(1));
        Assert.Equal(0L, await scripted.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE state = 'running'"));
    }

    [Fact]
    public async Task Work_that_does_not_hear_that_it_is_stopped_loses_its_backend()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(1);
        var writing = new TaskCompletionSource();
        scripted.Script.Work = async (attempt, _, _) =>
        {
            await using var connection = await scripted.OpenAsync();
            await AttemptLedger.NoteBackendAsync(connection, attempt.Id, default);
            writing.SetResult();
            await using var hang = new Npgsql.NpgsqlCommand("SELECT pg_sleep(3600)", connection);
            await hang.ExecuteNonQueryAsync(CancellationToken.None);
            return TaskResult.Nothing;
        };

        var node = Start(scripted);
        await writing.Task.WaitAsync(Patience);
        node.Tell(StopNode.Instance, TestActor);

        await NextAsync<NodeStopped>();
        Assert.Equal("ready 1", await scripted.TaskAsync(1));
        // A backend that was told to end does so a moment later.
        await AwaitConditionAsync(
            () => scripted.ScalarAsync<bool>(
                "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(3600)' "
                    + "AND pid <> pg_backend_pid())"),
            Patience);
    }

    [Fact]
    public async Task An_order_that_was_lost_is_repeated()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.AddAsync(1);
        scripted.Script.Work = (attempt, _, _) => scripted.CompleteAsync(attempt, Ten);
        // The ledger says that this node holds the task, and no actor of it knows.
        Assert.Single(await scripted.Tasks.ClaimTasksAsync(scripted.Term, scripted.Node, TaskLane.Copy, 1, 100, default));

        Start(scripted);

        Assert.Equal(1, (await NextAsync<TaskReport.Completed>()).Task.Id);
    }

    private static ServerFailureException Failing(FailureClass failure, string sqlState) =>
        new(new Failure(failure, sqlState, "as the script says"));

    private IActorRef Start(ScriptedNode scripted)
    {
        var place = new NodePlace(scripted.Node, "127.0.0.1", 1);
        var (system, here) = (Sys, new Here());
        here.Resources = scripted.Resources(report => system.EventStream.Publish(report));
        var region = Sys.ActorOf(Props.Create(() => new OneShard(here)));
        var coordinator = granting = Sys.ActorOf(Props.Create(() => new GrantingActor(scripted.Tasks, scripted.Term, region)));
        var above = Sys.ActorOf(Props.Create(() => new Above(TestActor, () => new NodeActor(here.Resources, place, region, coordinator))));
        here.Node = above.Ask<IActorRef>("node", Patience).GetAwaiter().GetResult();
        return here.Node;
    }

    private async Task<T> NextAsync<T>() => await FishForMessageAsync<T>(_ => true, Patience);

    /// <summary>The node's parent, which passes on every message.</summary>
    private sealed class Above : ReceiveActor
    {
        public Above(IActorRef test, System.Linq.Expressions.Expression<Func<NodeActor>> make)
        {
            var node = Context.ActorOf(Props.Create(make));
            Receive<string>(_ => Sender.Tell(node));
            ReceiveAny(test.Forward);
        }
    }
}
