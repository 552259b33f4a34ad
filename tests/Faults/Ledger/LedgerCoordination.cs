namespace ActorMigrate.Faults.Tests;

/// <summary>Terms: who coordinates, who takes over, and whose writes count.</summary>
internal sealed class LedgerCoordination(LedgerWorld world)
{
    /// <summary>Node 0 coordinates in term 1.</summary>
    public static Coordination Start(LedgerWorld world)
    {
        var held = new int[world.Nodes];
        held[0] = 1;
        return new Coordination(0, 1, new int[world.Nodes], held, [.. Enumerable.Repeat(-1, world.MaxTerm + 1)], 0);
    }

    public LedgerState? Apply(LedgerState state, LedgerStep step)
    {
        var (now, node) = (state.Coordination, step.Node);
        if (world.MaxTerm == 0)
            return null;
        return step.Kind switch
        {
            StepKind.Observe when now.Seen[node] != now.Term => state with { Coordination = now with { Seen = With(now.Seen, node, now.Term) } },
            StepKind.TakeOver when now.Seen[node] != 0 && now.Term < world.MaxTerm => state with { Coordination = TakeOver(now, node) },
            StepKind.Coordinate when now.Held[node] != 0 => Write(state, node),
            _ => null,
        };
    }

    private Coordination TakeOver(Coordination now, int node)
    {
        var term = world.Rules.TakeOverRaisesTerm ? now.Term + 1 : now.Term;
        var granted = now.Term == now.Seen[node] || !world.Rules.TakeOverComparesTerm;
        // Without comparing, the term that is written is made of the one that was seen.
        if (!world.Rules.TakeOverComparesTerm)
            term = now.Seen[node] + 1;
        return granted
            ? now with { Coordinator = node, Term = term, Seen = With(now.Seen, node, 0), Held = With(now.Held, node, term) }
            : now with { Seen = With(now.Seen, node, 0) };
    }

    private LedgerState Write(LedgerState state, int node)
    {
        var now = state.Coordination;
        var term = now.Held[node];
        if (world.Rules.WritesCheckTerm && (now.Coordinator != node || now.Term != term))
            return state with { Coordination = now with { Held = With(now.Held, node, 0) } };
        var broken = now.WriterOfTerm[term] is var writer && writer >= 0 && writer != node ? $"nodes {writer} and {node} both wrote in term {term}"
            : term < now.LastWritten ? $"node {node} wrote in term {term}, after term {now.LastWritten} had begun to write"
            : state.Broken;
        return state with { Broken = broken, Coordination = now with { WriterOfTerm = With(now.WriterOfTerm, term, node), LastWritten = Math.Max(term, now.LastWritten) } };
    }

    private static int[] With(int[] numbers, int index, int value)
    {
        var copy = (int[])numbers.Clone();
        copy[index] = value;
        return copy;
    }
}
