using ActorMigrate.Migration;

namespace ActorMigrate.Host.Progress;

/// <summary>One node's share of a run: the tasks that run on it, those that it has done, and the
/// rows and bytes that it has moved.</summary>
internal sealed record NodeShare(string Name, bool HasLeft, int Running, int Done, long Rows, long Bytes);

/// <summary>Adds up which node does how much of a run. Used by one thread.</summary>
internal sealed class NodeShares
{
    private readonly Dictionary<NodeId, (int Done, long Rows, long Bytes)> _done = [];
    private IReadOnlyList<RunNode> _nodes = [];

    /// <summary>Notes the nodes that take part.</summary>
    public void See(IReadOnlyList<RunNode> nodes) => _nodes = nodes;

    /// <summary>Notes that a node has committed a task.</summary>
    public void Commit(NodeId node, long rows, long bytes)
    {
        var before = _done.GetValueOrDefault(node);
        _done[node] = (before.Done + 1, before.Rows + rows, before.Bytes + bytes);
    }

    /// <summary>Returns the shares of the nodes in the order in which they joined, without nodes that left before they did anything.
    /// Returns none when one node does everything, or in a worker, which receives only the events of its own tasks.</summary>
    public IReadOnlyList<NodeShare> Of(IReadOnlyCollection<RunningTask> running)
    {
        if (_nodes.Count < 2 || !HasHeardOfOthers(running, own: _nodes[0].Id))
            return [];
        var byNode = running.ToLookup(task => task.By);
        return [.. _nodes.Select(node => Of(node, [.. byNode[node.Id]])).Where(share => !share.HasLeft || share.Done > 0)];
    }

    private bool HasHeardOfOthers(IReadOnlyCollection<RunningTask> running, NodeId own) =>
        _done.Keys.Any(node => node != own) || running.Any(task => task.By is { } node && node != own);

    private NodeShare Of(RunNode node, IReadOnlyList<RunningTask> running)
    {
        var (done, rows, bytes) = _done.GetValueOrDefault(node.Id);
        var under = node.HasLeft ? [] : running;
        return new NodeShare(
            node.Name, node.HasLeft, under.Count, done, rows + under.Sum(task => task.Rows), bytes + under.Sum(task => task.Bytes));
    }
}
