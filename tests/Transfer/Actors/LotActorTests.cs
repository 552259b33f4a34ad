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
        await using var bench = await Bench.CreateAsync();
        var order = await OrderAsync(bench, 3);
        bench.LotScript.Work = (tasks, begun, stop) => DoAsync(bench, tasks, begun, stop);

        Start(bench).Tell(order);

        Assert.Equal([1, 2, 3], (await node.ExpectMsgAsync<TasksHeld>(Patience)).Tasks.Select(task => task.Id));
        for (var i = 0; i < 3; i++)
            await coordinator.ExpectMsgAsync<TaskReport.Started>(Patience);
        for (var i = 0; i < 3; i++)
            await coordinator.ExpectMsgAsync<TaskReport.Completed>(Patience);
        var over = await node.ExpectMsgAsync<TasksOver>(Patience);
        Assert.IsType<TaskEnd.Settled>(over.End);
        Assert.Equal(3, over.Tasks.Count);
        foreach (var task in order.Tasks)
            Assert.Equal("done 1", await bench.TaskAsync(task.Task.Id));
    }

    [Fact]
    public async Task A_task_that_is_wrong_itself_is_alone_afterwards_and_the_others_stay_together()
    {
        await using var bench = await Bench.CreateAsync();
        var order = await OrderAsync(bench, 3);
        bench.LotScript.Work = (tasks, begun, stop) =>
            FailAsync(bench, tasks, begun, new BrokenLotException(2, Failed(FailureClass.Permanent)), stop);

        Start(bench).Tell(order);

        Assert.IsType<TaskEnd.Fenced>((await node.FishForMessageAsync<TasksOver>(_ => true, Patience)).End);
        Assert.Equal("ready 1", await bench.TaskAsync(2));
        Assert.Equal(
            "1,3", await bench.ScalarAsync<string>("SELECT string_agg(id::text, ',' ORDER BY id) FROM actormigrate.task WHERE together"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_lot_itself_may_be_the_cause_every_task_is_alone_afterwards(bool isKnown)
    {
        await using var bench = await Bench.CreateAsync();
        var order = await OrderAsync(bench, 3);
        Exception cause = Failed(FailureClass.Transient);
        bench.LotScript.Work = (tasks, begun, stop) =>
            FailAsync(bench, tasks, begun, isKnown ? new BrokenLotException(2, cause) : cause, stop);

        Start(bench).Tell(order);

        Assert.IsType<TaskEnd.Fenced>((await node.FishForMessageAsync<TasksOver>(_ => true, Patience)).End);
        Assert.Equal("ready ready ready",
            await bench.ScalarAsync<string>("SELECT string_agg(state, ' ') FROM actormigrate.task WHERE NOT together"));
    }

    [Fact]
    public async Task A_lot_in_which_nothing_gets_done_for_long_is_given_back()
    {
        await using var bench = await Bench.CreateAsync();
        var order = await OrderAsync(bench, 2);
        var begins = new TaskCompletionSource();
        bench.LotScript.Work = async (tasks, begun, stop) =>
        {
            await BeginAsync(bench, tasks, begun);
            begins.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        };

        Start(bench).Tell(order);
        await begins.Task.WaitAsync(Patience);
        bench.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<TaskEnd.Fenced>((await node.FishForMessageAsync<TasksOver>(_ => true, Patience)).End);
        Assert.Equal(
            "ready ready", await bench.ScalarAsync<string>("SELECT string_agg(state, ' ') FROM actormigrate.task WHERE NOT together"));
    }

    private static ServerFailureException Failed(FailureClass failureClass) =>
        new(new Failure(failureClass, "XX000", "as the script says"));

    private static async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> DoAsync(
        Bench bench, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, CancellationToken stop)
    {
        var attempts = await BeginAsync(bench, tasks, begun);
        await using var connection = await bench.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await bench.Attempts.CommitLotAsync(
            connection, attempts.Select(attempt => (attempt.Id, TaskResult.Nothing, (double?)null)), stop);
        return [.. tasks.Select(task => (task, TaskResult.Nothing))];
    }

    private static async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> FailAsync(
        Bench bench, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, Exception cause, CancellationToken stop)
    {
        await BeginAsync(bench, tasks, begun);
        stop.ThrowIfCancellationRequested();
        throw cause;
    }

    private static async Task<IReadOnlyList<BegunAttempt>> BeginAsync(
        Bench bench, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun)
    {
        await using var connection = await bench.OpenAsync();
        var attempts = await bench.Attempts.BeginLotAsync(connection, tasks.Select(task => task.Id), default);
        begun(attempts);
        return attempts;
    }

    private static async Task<Order> OrderAsync(Bench bench, int count)
    {
        await bench.AddAsync(count);
        await bench.ExecuteAsync("UPDATE actormigrate.task SET together = true");
        var claimed = await bench.Tasks.ClaimTasksAsync(bench.Term, bench.Node, TaskLane.Copy, 1, 1, default);
        return new Order(
            new NodePlace(bench.Node, "127.0.0.1", 1),
            [.. claimed.OrderBy(task => task.Id).Select(task => new OrderedTask(task.Label, task.Attempts, task.Memory))]);
    }

    private IActorRef Start(Bench bench)
    {
        var (reports, here) = (coordinator.Ref, node.Ref);
        var seat = bench.Seat(report => reports.Tell(report));
        return shard.ChildActorOf(Props.Create(() => new TransferEntity(() => seat, () => here)));
    }
}
