using System.Collections.Immutable;

namespace ActorMigrate.Migration.Liveness;

/// <summary>A node as a look at the target shows it. <paramref name="HasSession"/>: the session of its heartbeat is there.</summary>
public sealed record NodeSession(NodeId Node, bool HasSession);

/// <summary>Tells which nodes' processes have ended, by the sessions in the target that carry their heartbeats. The operating system closes
/// the connections of a process that ends; a process that is paused or cut off keeps its session. A living process that has lost its
/// session opens another one for its next heartbeat, so that two looks in a row do not miss it. Looks are compared only if they came
/// through the same session, because a server that restarts or fails over ends the sessions of living nodes, too. Pure.</summary>
public sealed record HeartbeatSessions
{
    private const int EndedAfter = 2;

    private HeartbeatSessions(DateTime? through, ImmutableDictionary<NodeId, int> missed) => (Through, Missed) = (through, missed);

    /// <summary>The state before the first look.</summary>
    public static HeartbeatSessions None { get; } = new(null, ImmutableDictionary<NodeId, int>.Empty);

    /// <summary>The nodes that had a session once and have been missed by two looks in a row.</summary>
    public IEnumerable<NodeId> Ended => Missed.Where(node => node.Value >= EndedAfter).Select(node => node.Key);

    private DateTime? Through { get; }

    /// <summary>The nodes whose session was seen, with the number of looks since.</summary>
    private ImmutableDictionary<NodeId, int> Missed { get; }

    /// <summary>Adds a look through the session that began at <paramref name="through"/>, by the target's clock.</summary>
    public HeartbeatSessions Look(DateTime through, IEnumerable<NodeSession> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var before = through == Through ? Missed : None.Missed;
        var after = ImmutableDictionary.CreateBuilder<NodeId, int>();
        foreach (var node in nodes)
        {
            if (node.HasSession)
                after[node.Node] = 0;
            else if (before.TryGetValue(node.Node, out var looks))
                after[node.Node] = looks + 1;
        }

        return new HeartbeatSessions(through, after.ToImmutable());
    }
}
