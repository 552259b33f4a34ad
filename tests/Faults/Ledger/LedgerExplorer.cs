namespace ActorMigrate.Faults.Tests;

/// <summary>A way to a state that must not be.</summary>
internal sealed record CounterExample(string Violation, IReadOnlyList<LedgerStep> Steps)
{
    public override string ToString() => $"{Violation}:\n  {string.Join("\n  ", Steps)}";
}

/// <summary>What an exploration has seen.</summary>
internal sealed record Explored(int States, CounterExample? Found);

/// <summary>Visits every state that can be reached, nearest first; so the way to a violation that it finds is one of the shortest.</summary>
internal static class LedgerExplorer
{
    private sealed record Node(LedgerState State, Node? From, LedgerStep By);

    /// <summary>Explores until all is seen or something is wrong. Each state is looked at by itself, by the step that led there, and for
    /// whether its tasks can still come to an end.</summary>
    public static Explored Explore(LedgerModel model)
    {
        var start = model.Start();
        var seen = new HashSet<string>(StringComparer.Ordinal) { start.Key() };
        var next = new Queue<Node>([new Node(start, null, default)]);
        var targets = new HashSet<string>(StringComparer.Ordinal);
        while (next.TryDequeue(out var node))
        {
            foreach (var (step, state) in model.Next(node.State))
            {
                var wrong = LedgerInvariant.Violation(state) ?? LedgerInvariant.Violation(node.State, step, state);
                if (wrong is null && !seen.Add(state.Key()))
                    continue;
                // Whether tasks can end depends on what is in the target alone, when all else is gone.
                wrong ??= targets.Add(KeyOf(state.Target)) ? LedgerInvariant.Lost(model, state) : null;
                var reached = new Node(state, node, step);
                if (wrong is not null)
                    return new Explored(seen.Count, new CounterExample(wrong, Way(reached)));
                next.Enqueue(reached);
            }
        }

        return new Explored(seen.Count, null);
    }

    private static string KeyOf(Target target)
    {
        var key = new StateKey();
        target.Write(key);
        return key.ToString();
    }

    private static List<LedgerStep> Way(Node end)
    {
        var steps = new List<LedgerStep>();
        for (var node = end; node.From is not null; node = node.From)
            steps.Add(node.By);
        steps.Reverse();
        return steps;
    }
}
