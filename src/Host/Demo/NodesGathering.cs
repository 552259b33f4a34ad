using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Demo;

/// <summary>Waits until several nodes are seen at work, or for a while after all of them have joined, where there is not work for all. It
/// listens to the run's progress; the events may come from any thread. <paramref name="gathered"/> is called once.</summary>
internal sealed class NodesGathering(int nodes, TimeProvider time, Action gathered)
{
    private const int MostAwaited = 3;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly HashSet<NodeId> _atWork = [];
    private bool _haveJoined;
    private bool _isTold;

    /// <summary>Returns a sink that listens on the way to <paramref name="sink"/>.</summary>
    public IProgressSink Watch(IProgressSink sink) => new ListeningSink(sink, Hear);

    private void Hear(ProgressEvent happened)
    {
        switch (happened)
        {
            case ProgressEvent.TaskStarted { By: { } node } when IsLast(node):
                Tell();
                break;
            case ProgressEvent.NodesChanged changed when changed.Nodes.Count(node => !node.HasLeft) >= nodes && AreNew():
                _ = Task.Delay(_patience, time).ContinueWith(_ => Tell(), TaskScheduler.Default);
                break;
        }
    }

    private bool IsLast(NodeId node)
    {
        lock (_lock)
            return _atWork.Add(node) && _atWork.Count == Math.Min(nodes, MostAwaited);
    }

    private bool AreNew()
    {
        lock (_lock)
            return !_haveJoined && (_haveJoined = true);
    }

    private void Tell()
    {
        lock (_lock)
        {
            if (_isTold)
                return;
            _isTold = true;
        }

        gathered();
    }
}
