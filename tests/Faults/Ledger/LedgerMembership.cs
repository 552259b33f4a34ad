namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The membership: rows of nodes that end, the lease, and the founder of the cluster. A heartbeat that has stopped, and a lease
/// that has run out, are steps of their own, because no clock takes part.</summary>
internal sealed class LedgerMembership(LedgerWorld world)
{
    /// <summary>Nobody holds the lease. Node 0, which has recorded the migration, is a cluster by itself.</summary>
    public static (LeaseRow Lease, Entry Entry) Start(int nodes) => (
        new LeaseRow(-1, RanOut: false, new bool[nodes]),
        new Entry(0, Enumerable.Repeat(-1, nodes).ToArray().With(0, 0), new bool[nodes], new bool[nodes]));

    /// <summary>Returns what comes of a step; null where it is not possible, the same state where the ledger refuses it.</summary>
    public LedgerState? Apply(LedgerState state, LedgerStep step) => step.Kind switch
    {
        StepKind.End => End(state, step.By, step.Node),
        StepKind.Leave => world.Leaves && !state.Target.Ended[step.Node] ? state with { Target = state.Target.WithEnded(step.Node) } : null,
        StepKind.TakeLease => world.Leases ? TakeLease(state, step.Node) : null,
        StepKind.ReleaseLease => world.Leases ? ReleaseLease(state, step.Node) : null,
        StepKind.Found => world.Founds && state.Entry.ClusterOf[step.Node] < 0 ? Found(state, step.Node) : null,
        StepKind.Join => world.Founds ? Join(state, step.Node, step.By) : null,
        _ => null,
    };

    /// <summary>The lease runs out, for its owner, too.</summary>
    public static LedgerState? RunOut(LedgerState state) => state.Lease is { Owner: >= 0 and var owner, RanOut: false } lease
        ? state with { Lease = lease with { RanOut = true, Believes = lease.Believes.With(owner, false) } }
        : null;

    /// <summary>The node's heartbeats stop; whether it lives, nobody knows.</summary>
    public LedgerState? FallSilent(LedgerState state, int node) =>
        world.Founds && !state.Entry.Silent[node]
            ? state with { Entry = state.Entry with { Silent = state.Entry.Silent.With(node, true) } }
            : null;

    private LedgerState End(LedgerState state, int by, int node)
    {
        var leads = LedgerCoordination.Leads(state, by);
        if (state.Target.Ended[node] || (!leads && world.Rules.EndChecksTerm))
            return state;
        return (state with { Target = state.Target.WithEnded(node) }).Synced()
            .Breaking(leads ? null : $"node {by} ends the row of node {node}, and coordinates no more");
    }

    private LedgerState TakeLease(LedgerState state, int node)
    {
        var (lease, ended) = (state.Lease, state.Target.Ended[node]);
        var isFree = lease.Owner < 0 || lease.Owner == node || lease.RanOut;
        if ((ended && world.Rules.LeaseChecksLiving) || (!isFree && world.Rules.LeaseChecksOwner))
            return lease.Believes[node] ? state with { Lease = lease with { Believes = lease.Believes.With(node, false) } } : state;
        return (state with { Lease = new LeaseRow(node, RanOut: false, lease.Believes.With(node, true)) }).Synced()
            .Breaking(ended ? $"node {node} takes the lease after its row has ended" : null);
    }

    private LedgerState ReleaseLease(LedgerState state, int node)
    {
        var lease = state.Lease;
        var owns = lease.Owner == node || !world.Rules.LeaseReleaseChecksOwner;
        return state with { Lease = new LeaseRow(owns ? -1 : lease.Owner, !owns && lease.RanOut, lease.Believes.With(node, false)) };
    }

    private LedgerState Found(LedgerState state, int node)
    {
        var (entry, rules, ended) = (state.Entry, world.Rules, state.Target.Ended);
        var isTaken = Enumerable.Range(0, world.Nodes).Any(other => other != node && !ended[other] && !entry.Silent[other]
            && ((entry.Joined[other] && rules.FoundChecksMembers) || (entry.Founder == other && rules.FoundChecksFounder)));
        if (isTaken || (ended[node] && rules.FoundChecksLiving))
            return state;
        return (state with { Entry = entry with { Founder = node, ClusterOf = entry.ClusterOf.With(node, node) } }).Synced()
            .Breaking(ended[node] ? $"node {node} founds a cluster after its row has ended" : null);
    }

    /// <summary>A member answers that is alive; the ledger gives only the addresses of members that live by it and beat.</summary>
    private static LedgerState? Join(LedgerState state, int node, int member)
    {
        var (entry, ended) = (state.Entry, state.Target.Ended);
        var isSeed = member != node && state.Alive[member] && !ended[member] && !entry.Silent[member]
            && (entry.Joined[member] || entry.Founder == member);
        if (ended[node] || entry.Joined[node] || (member == node ? entry.ClusterOf[node] < 0 : !isSeed || entry.ClusterOf[node] >= 0))
            return null;
        return state with { Entry = entry with
            { ClusterOf = entry.ClusterOf.With(node, entry.ClusterOf[member]), Joined = entry.Joined.With(node, true) } };
    }
}
