namespace ActorMigrate.Migration.Liveness;

/// <summary>A node that takes part by the ledger, beside what the cluster says of it. <paramref name="HasJoined"/>: it has been a member;
/// <paramref name="Age"/> is the time since it registered.</summary>
public sealed record NodeStanding(NodeId Node, bool IsMember, bool HasJoined, TimeSpan Age);

/// <summary>A node's connection to the target as the node itself reports it: the time since the ledger took its last heartbeat.</summary>
public sealed record NodeReach(NodeId Node, TimeSpan Silence);

/// <summary>Decides which nodes the coordinator takes out of the migration. The cluster decides which nodes are members. These rules cover
/// the nodes for which the cluster has no event: nodes that were removed before this coordinator began, and nodes that the other nodes
/// reach but that do not reach the target. Pure.</summary>
public static class RemovalPolicy
{
    /// <summary>Compares the ledger's nodes with the cluster's members. A node is removed when two looks in a row miss it, because the
    /// coordinator's view of the members may be a moment old.</summary>
    public static (IReadOnlySet<NodeId> Absent, IReadOnlyList<NodeId> Removed) Look(
        IReadOnlySet<NodeId> absentBefore, IEnumerable<NodeStanding> nodes, NodeId self)
    {
        ArgumentNullException.ThrowIfNull(absentBefore);
        var absent = nodes.Where(node => node.Node != self && !node.IsMember && (node.HasJoined || node.Age > Timeouts.Membership))
            .Select(node => node.Node).ToHashSet();
        return (absent, [.. absent.Where(absentBefore.Contains)]);
    }

    /// <summary>Returns the nodes that have not reached the target for two leases while the coordinator's own node does.</summary>
    public static IReadOnlyList<NodeId> CutOff(NodeId self, IReadOnlyCollection<NodeReach> nodes, TimeSpan lease) =>
        OwnSilence(self, nodes) < lease
            ? [.. nodes.Where(node => node.Node != self && node.Silence > lease * 2).Select(node => node.Node)]
            : [];

    /// <summary>Returns true when the coordinator is to step down, because its own node has not reached the target for two leases and
    /// another node does.</summary>
    public static bool StepsDown(NodeId self, IReadOnlyCollection<NodeReach> nodes, TimeSpan lease) =>
        OwnSilence(self, nodes) > lease * 2 && nodes.Any(node => node.Node != self && node.Silence < lease);

    private static TimeSpan OwnSilence(NodeId self, IReadOnlyCollection<NodeReach> nodes) =>
        nodes.FirstOrDefault(node => node.Node == self)?.Silence ?? TimeSpan.Zero;
}
