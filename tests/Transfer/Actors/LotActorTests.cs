using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Transfer.Tests.Actors;

/// <summary>One entity carries out a lot in one attempt, and gives back what it could not do.</summary>
public sealed class LotActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe node;
    private readonly TestProbe coordinator;
    private readonly TestProbe shard;

    public LotActorTests() => (node, coordinator, shard) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    [Fact]
    public async Task A_lot_is_one_piece_of_work_to_the_node_and_reports_each_task()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted, 3);
        scripted.LotScript.Work = (tasks, begun, stop) => DoAsync(scripted, tasks, begun, stop);

        Start(scripted).Tell(order);

        Assert.Equal([1, 2, 3], (await node.ExpectMsgAsync<TasksHeld>(Patience)).Tasks.Select(task => task.Id));
        for (var i = 0; i < 3; i++)
            await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience);
        for (var i = 0; i < 3; i++)
            await coordinator.ExpectMsgAsync<TaskReport.Completed>(Patience);
        var over = await node.ExpectMsgAsync<TasksOver>(Patience);
        Assert.IsType<TaskEnd.Settled>(over.End);
        Assert.Equal(3, over.Tasks.Count);
        foreach (var task in order.Tasks)
            Assert.Equal("done 1", await scripted.TaskAsync(task.Task.Id));
    }

    [Fact]
    public async Task A_task_that_is_wrong_itself_is_alone_afterwards_and_the_others_stay_together()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted, 3);
        scripted.LotScript.Work = (tasks, begun, stop) =>
            FailAsync(scripted, tasks, begun, new BrokenLotException(2, Failed(FailureClass.Permanent)), stop);

        Start(scripted).Tell(order);

        Assert.IsType<TaskEnd.Fenced>((await node.FishForMessageAsync<TasksOver>(_ => true, Patience)).End);
        Assert.Equal("ready 1", await scripted.TaskAsync(2));
        Assert.Equal(
            "1,3",
            await scripted.ScalarAsync<string>("SELECT string_agg(id::text, ',' ORDER BY id) FROM actormigrate.task WHERE together"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_lot_itself_may_be_the_cause_every_task_is_alone_afterwards(bool isKnown)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted, 3);
        Exception cause = Failed(FailureClass.Transient);
        scripted.LotScript.Work = (tasks, begun, stop) =>
            FailAsync(scripted, tasks, begun, isKnown ? new BrokenLotException(2, cause) : cause, stop);

        Start(scripted).Tell(order);

        Assert.IsType<TaskEnd.Fenced>((await node.FishForMessageAsync<TasksOver>(_ => true, Patience)).End);
        Assert.Equal("ready ready ready",
            await scripted.ScalarAsync<string>("SELECT string_agg(state, ' ') FROM actormigrate.task WHERE NOT together"));
    }

    [Fact]
    public async Task A_lot_in_which_nothing_gets_done_for_long_is_given_back()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted, 2);
        var begins = new TaskCompletionSource();
        scripted.LotScript.Work = async (tasks, begun, stop) =>
        {
            await BeginAsync(scripted, tasks, begun);
            begins.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        };

        Start(scripted).Tell(order);
        await begins.Task.WaitAsync(Patience);
        scripted.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<TaskEnd.Fenced>((await node.FishForMessageAsync<TasksOver>(_ => true, Patience)).End);
        Assert.Equal(
            "ready ready", await scripted.ScalarAsync<string>("SELECT string_agg(state, ' ') FROM actormigrate.task WHERE NOT together"));
    }

    [Fact]
    public async Task What_a_lot_has_copied_so_far_is_told_while_it_runs()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        var order = await OrderAsync(scripted, 2);
        scripted.LotScript.Work = async (tasks, begun, stop) =>
        {
            await BeginAsync(scripted, tasks, begun);
            scripted.LotScript.Moved!.Add(30, 2_000);
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        };

        Start(scripted).Tell(order);

        var told = await coordinator.FishForMessageAsync<TaskReport.Progressed>(_ => true, Patience);
        Assert.Equal((1, 30, 2_000), (told.Task.Id, told.Rows, told.Bytes));
        Assert.Equal(1, told.Attempt.Task);
    }

    private static ServerFailureException Failed(FailureClass failureClass) =>
        new(new Failure(failureClass, "XX000", "as the script says"));

    private static async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> DoAsync(
        ScriptedNode scripted, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, CancellationToken stop)
    {
        var attempts = await BeginAsync(scripted, tasks, begun);
        await using var connection = await scripted.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await scripted.Attempts.CommitLotAsync(
            connection, attempts.Select(attempt => (attempt.Id, TaskResult.Nothing, (double?)null)), stop);
        return [.. tasks.Select(task => (task, TaskResult.Nothing))];
    }

    private static async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> FailAsync(
        ScriptedNode scripted, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, Exception cause,
        CancellationToken stop)
    {
        await BeginAsync(scripted, tasks, begun);
        stop.ThrowIfCancellationRequested();
        throw cause;
    }

    private static async Task<IReadOnlyList<BegunAttempt>> BeginAsync(
        ScriptedNode scripted, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun)
    {
        await using var connection = await scripted.OpenAsync();
        var attempts = await scripted.Attempts.BeginLotAsync(connection, tasks.Select(task => task.Id), default);
        begun(attempts);
        return attempts;
    }

    private static async Task<Order> OrderAsync(ScriptedNode scripted, int count)
    {
        await scripted.AddAsync(count);
        await scripted.ExecuteAsync("UPDATE actormigrate.task SET together = true");
        var claimed = await scripted.Tasks.ClaimTasksAsync(scripted.Term, scripted.Node, TaskLane.Copy, 1, 1, default);
        return new Order(
            new NodePlace(scripted.Node, "127.0.0.1", 1),
            [.. claimed.OrderBy(task => task.Id).Select(task => new OrderedTask(task.Label, task.Attempts, task.Memory))]);
    }

    private IActorRef Start(ScriptedNode scripted)
    {
        var (reports, here) = (coordinator.Ref, node.Ref);
        var resources = scripted.Resources(report => reports.Tell(report));
        return shard.ChildActorOf(Props.Create(() => new TransferEntity(() => resources, () => here)));
    }
}
