using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Transfer.Tests.Actors;

/// <summary>One entity, with probes in place of its shard and its node.</summary>
public sealed class TransferEntityTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TaskResult Ten = new(10, 100);

    private readonly TestProbe shard;
    private readonly TestProbe node;
    private readonly TestProbe coordinator;

    public TransferEntityTests()
        : base(Wire.Settings) =>
            (shard, node, coordinator) = (CreateTestProbe("shard"), CreateTestProbe("node"), CreateTestProbe("coordinator"));

    [Fact]
    public async Task A_prime_is_answered_with_the_node_that_works_here_and_begins_nothing()
    {
        await using var scripted = await ScriptedNode.CreateAsync();

        Start(scripted).Tell(new Prime(Place(scripted)), node);

        Assert.Equal(scripted.Node, (await node.ExpectMsgAsync<Primed>(Patience)).Node);
        await shard.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task An_order_is_carried_out_reported_and_the_entity_passivates()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        scripted.Script.Work = (attempt, _, _) => scripted.CompleteAsync(attempt, Ten);
        var entity = Start(scripted);

        entity.Tell(order);

        var held = await node.ExpectMsgAsync<TasksHeld>(Patience);
        Assert.Equal((order.Tasks[0].Task, entity), (Assert.Single(held.Tasks), held.Entity));
        await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience);
        await coordinator.ExpectMsgAsync<TaskReport.Completed>(Patience);
        Assert.IsType<TaskEnd.Settled>((await node.ExpectMsgAsync<TasksOver>(Patience)).End);
        await ShouldPassivateAsync(entity);
        Assert.Equal("done 1", await scripted.TaskAsync(1));
        await coordinator.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task An_entity_stops_although_the_cancellation_of_its_work_waits_for_a_server()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        var (begun, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        scripted.Script.Work = async (_, _, stop) =>
        {
            stop.Register(answered.Task.Wait);
            begun.SetResult();
            await answered.Task;
            throw Transient();
        };
        var entity = Start(scripted);
        entity.Tell(order);
        await begun.Task.WaitAsync(Patience);
        Watch(entity);

        entity.Tell(StopWork.Instance);

        await ExpectTerminatedAsync(entity, Patience);
        answered.SetResult();
    }

    [Fact]
    public async Task An_attempt_that_fails_is_restarted_after_a_backoff_under_the_same_entity()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        scripted.Script.Work = (attempt, _, _) => attempt.Id.Attempt == 1 ? throw Transient() : scripted.CompleteAsync(attempt, Ten);
        var entity = Start(scripted);

        entity.Tell(order);

        Assert.Equal(1, (await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience)).Attempt.Attempt);
        Assert.Equal(1, (await coordinator.ExpectMsgAsync<TaskReport.Retrying>(Patience)).Attempt.Attempt);
        Assert.Equal(2, (await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience)).Attempt.Attempt);
        // To the node it is one piece of work, from its order to its end.
        await node.ExpectMsgAsync<TasksHeld>(Patience);
        Assert.IsType<TaskEnd.Settled>((await node.ExpectMsgAsync<TasksOver>(Patience)).End);
        await ShouldPassivateAsync(entity);
        Assert.Equal("failed,done", await scripted.OutcomesAsync(1));
    }

    [Fact]
    public async Task A_fatal_failure_reaches_the_node_and_gives_the_task_up()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        scripted.Script.Work = (_, _, _) => throw new ServerFailureException(new Failure(FailureClass.Fatal, "53100", "the disk is full"));
        var entity = Start(scripted);

        entity.Tell(order);

        await node.ExpectMsgAsync<TasksHeld>(Patience);
        Assert.Equal("53100", Assert.IsType<TaskEnd.Broke>((await node.ExpectMsgAsync<TasksOver>(Patience)).End).Failure.SqlState);
        await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience);
        Assert.Equal(1, (await coordinator.ExpectMsgAsync<TaskReport.Released>(Patience)).Task.Id);
        await ShouldPassivateAsync(entity);
    }

    [Fact]
    public async Task An_order_that_comes_again_while_one_is_at_work_changes_nothing()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        var (begun, finish) = (0, new TaskCompletionSource());
        scripted.Script.Work = async (attempt, _, _) =>
        {
            Interlocked.Increment(ref begun);
            await finish.Task;
            return await scripted.CompleteAsync(attempt, Ten);
        };
        var entity = Start(scripted);
        entity.Tell(order);
        await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience);

        entity.Tell(order);
        entity.Tell(order with { Tasks = [order.Tasks[0] with { Attempts = 1 }] });
        // The answer comes after both orders were heard.
        entity.Tell(new Prime(order.Place), coordinator);
        await coordinator.ExpectMsgAsync<Primed>(Patience);
        finish.SetResult();

        await node.ExpectMsgAsync<TasksHeld>(Patience);
        await node.ExpectMsgAsync<TasksOver>(Patience);
        await coordinator.ExpectMsgAsync<TaskReport.Completed>(Patience);
        await ShouldPassivateAsync(entity);
        await node.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal(1, begun);
        Assert.Equal("done", await scripted.OutcomesAsync(1));
    }

    [Fact]
    public async Task An_order_for_a_task_that_the_node_does_not_hold_by_the_ledger_ends_as_fenced()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        await scripted.ExecuteAsync($"UPDATE actormigrate.task SET node = '{Guid.NewGuid()}'");
        var entity = Start(scripted);

        entity.Tell(order);

        await node.ExpectMsgAsync<TasksHeld>(Patience);
        Assert.IsType<TaskEnd.Fenced>((await node.ExpectMsgAsync<TasksOver>(Patience)).End);
        await coordinator.ExpectMsgAsync<TaskReport.Released>(Patience);
        await ShouldPassivateAsync(entity);
        Assert.Null(await scripted.OutcomesAsync(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_for_another_node_or_before_the_node_works_is_refused(bool works)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        var entity = Start(scripted, works);

        entity.Tell(works ? order with { Place = order.Place with { Node = new NodeId(Guid.NewGuid()) } } : order);

        await ShouldPassivateAsync(entity);
        await node.ExpectNoMsgAsync(TimeSpan.Zero);
        await coordinator.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Null(await scripted.OutcomesAsync(1));
    }

    [Fact]
    public async Task Work_that_is_stopped_is_cancelled_and_the_entity_ends_without_a_report()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted);
        var cancelled = new TaskCompletionSource();
        scripted.Script.Work = async (_, _, stop) =>
        {
            stop.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, stop);
            return Ten;
        };
        var entity = Start(scripted);
        await WatchAsync(entity);
        entity.Tell(order);
        await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience);

        entity.Tell(StopWork.Instance);

        await cancelled.Task.WaitAsync(Patience);
        await node.ExpectMsgAsync<TasksHeld>(Patience);
        Assert.IsType<TaskEnd.Fenced>((await node.ExpectMsgAsync<TasksOver>(Patience)).End);
        await ExpectTerminatedAsync(entity, Patience);
        await shard.ExpectNoMsgAsync(TimeSpan.Zero);
        await coordinator.ExpectNoMsgAsync(TimeSpan.Zero);
        // The node gives it back, not the entity.
        Assert.Equal("running 1", await scripted.TaskAsync(1));
    }

    [Fact]
    public async Task An_entity_that_has_no_work_ends_when_its_shard_is_handed_off()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var entity = Start(scripted);
        await WatchAsync(entity);

        entity.Tell(StopWork.Instance);

        await ExpectTerminatedAsync(entity, Patience);
        await node.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private static ServerFailureException Transient() => new(new Failure(FailureClass.Transient, "08006", "as the script says"));

    private static NodePlace Place(ScriptedNode scripted) => new(scripted.Node, "127.0.0.1", 1);

    /// <summary>Claims the one task for the node, and gives the order that follows.</summary>
    private static async Task<Order> OrderAsync(ScriptedNode scripted)
    {
        await scripted.AddAsync(1);
        var claimed = Assert.Single(await scripted.Tasks.ClaimTasksAsync(scripted.Term, scripted.Node, TaskLane.Copy, 1, 1, default));
        return new Order(Place(scripted), [new OrderedTask(claimed.Label, claimed.Attempts, claimed.Memory)]);
    }

    private IActorRef Start(ScriptedNode scripted, bool works = true)
    {
        var (reports, here) = (coordinator.Ref, node.Ref);
        var resources = works ? scripted.Resources(report => reports.Tell(report)) : null;
        return shard.ChildActorOf(Props.Create(() => new TransferEntity(() => resources, () => here)));
    }

    /// <summary>The entity asks its shard for its end, with a message that ends it.</summary>
    private async Task ShouldPassivateAsync(IActorRef entity)
    {
        await WatchAsync(entity);
        var passivate = await shard.ExpectMsgAsync<Passivate>(Patience);
        Assert.Equal(entity, shard.LastSender);
        entity.Tell(passivate.StopMessage);
        await ExpectTerminatedAsync(entity, Patience);
    }
}
