using ActorMigrate.Host.Demo;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Tests.Demo;

public class NodesGatheringTests
{
    private readonly NodeId[] _nodes = [new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid())];
    private readonly HeldTimers _timers = new();
    private readonly TaskCompletionSource _gathered = new();
    private int _told;

    [Fact]
    public void It_tells_once_when_each_node_has_begun_a_task()
    {
        var sink = Watch(nodes: 3);

        sink.Report(Started(_nodes[0], 1));
        sink.Report(Started(_nodes[0], 2));
        sink.Report(Started(_nodes[1], 3));
        Assert.Equal(0, _told);
        sink.Report(Started(_nodes[2], 4));
        sink.Report(Started(_nodes[1], 5));

        Assert.Equal(1, _told);
    }

    [Fact]
    public async Task It_tells_a_while_after_all_have_joined_where_there_is_not_work_for_all()
    {
        var sink = Watch(nodes: 2);

        sink.Report(new ProgressEvent.NodesChanged([Node(0), Node(1) with { HasLeft = true }]));
        Assert.Empty(_timers.Callbacks);
        sink.Report(new ProgressEvent.NodesChanged([Node(0), Node(1)]));
        sink.Report(new ProgressEvent.NodesChanged([Node(0), Node(1)]));
        var fire = Assert.Single(_timers.Callbacks);
        Assert.Equal(0, _told);
        fire();

        await _gathered.Task;
        Assert.Equal(1, _told);
    }

    private IProgressSink Watch(int nodes) => new NodesGathering(nodes, _timers, () =>
    {
        _told++;
        _gathered.SetResult();
    }).Watch(new Deaf());

    private RunNode Node(int number) => new(_nodes[number], $"node-{number}", HasLeft: false);

    private static ProgressEvent Started(NodeId node, long task) =>
        new ProgressEvent.TaskStarted(new AttemptId(task, 1), "copy-table", "t", CopiesRows: true, 1, 1) { By = node };

    private sealed class Deaf : IProgressSink
    {
        public void Report(ProgressEvent progress)
        {
        }
    }

    /// <summary>A clock whose timers go off when the test says so.</summary>
    private sealed class HeldTimers : TimeProvider
    {
        public List<Action> Callbacks { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Callbacks.Add(() => callback(state));
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
