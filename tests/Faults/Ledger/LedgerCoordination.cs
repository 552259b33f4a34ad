namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>Terms: who coordinates, who takes over, and whose writes count. A node that has taken a term believes to hold it until a write
/// tells it better, so several believe it at a time.</summary>
internal sealed class LedgerCoordination(LedgerWorld world)
{
    /// <summary>Node 0 coordinates in term 1.</summary>
    public static Coordination Start(LedgerWorld world) =>
        new(0, 1, new int[world.Nodes], new int[world.Nodes].With(0, 1), [.. Enumerable.Repeat(-1, world.MaxTerm + 1)], 0);

    /// <summary>Returns what comes of a step; null where it is not possible, the same state where the ledger refuses it.</summary>
    public LedgerState? Apply(LedgerState state, LedgerStep step)
    {
        var (now, node) = (state.Coordination, step.Node);
        if (world.MaxTerm == 0)
            return null;
        return step.Kind switch
        {
            StepKind.TakeTerm when now.Term < world.MaxTerm => TakeTerm(state, node),
            StepKind.Observe when world.Adopts && now.Seen[node] != now.Term => state with
                { Coordination = now with { Seen = now.Seen.With(node, now.Term) } },
            // A node that resumes is new, and never the coordinator that it takes over from.
            StepKind.Adopt when now.Seen[node] != 0 && now.Coordinator != node && now.Term < world.MaxTerm && !state.Target.Ended[node] =>
                Adopt(state, node),
            StepKind.Coordinate when world.Writes && now.Held[node] != 0 => Write(state, node),
            _ => null,
        };
    }

    /// <summary>Whether a node writes in the current term.</summary>
    public static bool Leads(LedgerState state, int node) =>
        state.Coordination.Coordinator == node && state.Coordination.Held[node] == state.Coordination.Term;

    private LedgerState TakeTerm(LedgerState state, int node)
    {
        if (state.Target.Ended[node] && world.Rules.TermChecksLiving)
            return state;
        var taken = Lead(state, node, world.Rules.TermRises ? state.Coordination.Term + 1 : state.Coordination.Term);
        return taken.Breaking(state.Target.Ended[node] ? $"node {node} takes a term after its row has ended" : null);
    }

    private LedgerState Adopt(LedgerState state, int node)
    {
        var now = state.Coordination;
        var read = state with { Coordination = now with { Seen = now.Seen.With(node, 0) } };
        if (!world.Rules.AdoptComparesTerm)
            // Without comparing, the term that is written is made of the one that was read.
            return Lead(read, node, now.Seen[node] + 1);
        return now.Seen[node] == now.Term ? Lead(read, node, now.Term + 1) : read;
    }

    private LedgerState Lead(LedgerState state, int node, int term)
    {
        var now = state.Coordination;
        var target = now.Coordinator != node && world.Rules.TermEndsFormer ? state.Target.WithEnded(now.Coordinator) : state.Target;
        return (state with
            { Target = target, Coordination = now with { Coordinator = node, Term = term, Held = now.Held.With(node, term) } }).Synced();
    }

    private LedgerState Write(LedgerState state, int node)
    {
        var now = state.Coordination;
        var term = now.Held[node];
        if (world.Rules.WritesCheckTerm && !Leads(state, node))
            return state with { Coordination = now with { Held = now.Held.With(node, 0) } };
        var broken = now.WriterOfTerm[term] is var writer && writer >= 0 && writer != node
            ? $"nodes {writer} and {node} both wrote in term {term}"
            : term < now.LastWritten ? $"node {node} wrote in term {term}, after term {now.LastWritten} had begun to write"
            : null;
        var written = now with { WriterOfTerm = now.WriterOfTerm.With(term, node), LastWritten = Math.Max(term, now.LastWritten) };
        return (state with { Coordination = written }).Synced().Breaking(broken);
    }
}
