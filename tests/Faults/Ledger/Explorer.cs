namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>A way to a state that must not be.</summary>
internal sealed record CounterExample(string Violation, IReadOnlyList<string> Steps)
{
    public override string ToString() => $"{Violation}:\n  {string.Join("\n  ", Steps)}";
}

/// <summary>The result of an exploration.</summary>
internal sealed record Explored(int States, CounterExample? Found);

/// <summary>Visits every state that can be reached, nearest first; so the way to a violation that
/// it finds is one of the shortest.</summary>
internal static class Explorer
{
    private sealed record Node<TState, TStep>(TState State, Node<TState, TStep>? From, TStep By);

    /// <summary>Explores until all is seen or something is wrong. <paramref name="wrongStep"/> looks at every step with the states before
    /// and after it, <paramref name="wrongState"/> at every state that is new; each says what is wrong, or null.</summary>
    public static Explored Explore<TState, TStep>(
        TState start,
        Func<TState, IEnumerable<(TStep Step, TState Next)>> next,
        Func<TState, string> key,
        Func<TState, TStep, TState, string?> wrongStep,
        Func<TState, string?> wrongState)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { key(start) };
        var waiting = new Queue<Node<TState, TStep>>([new(start, null, default!)]);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var (step, state) in next(node.State))
            {
                // The step was refused.
                if (ReferenceEquals(state, node.State))
                    continue;
                var wrong = wrongStep(node.State, step, state);
                if (wrong is null && !seen.Add(key(state)))
                    continue;
                wrong ??= wrongState(state);
                var reached = new Node<TState, TStep>(state, node, step);
                if (wrong is not null)
                    return new Explored(seen.Count, new CounterExample(wrong, Way(reached)));
                waiting.Enqueue(reached);
            }
        }

        return new Explored(seen.Count, null);
    }

    /// <summary>Takes up to <paramref name="steps"/> random steps, each of them possible: a kind first, so that kinds with many steps do
    /// not crowd out the others.</summary>
    public static List<TStep> Walk<TState, TStep, TKind>(
        TState start, Func<TState, IEnumerable<(TStep Step, TState Next)>> next, Func<TStep, TKind> kindOf, int steps, int seed)
    {
        var random = new Random(seed);
        var (state, trace) = (start, new List<TStep>());
        while (trace.Count < steps && next(state).ToList() is { Count: > 0 } possible)
        {
            var kinds = possible.GroupBy(one => kindOf(one.Step)).ToList();
            var ofKind = kinds[random.Next(kinds.Count)].ToList();
            (var step, state) = ofKind[random.Next(ofKind.Count)];
            trace.Add(step);
        }

        return trace;
    }

    private static List<string> Way<TState, TStep>(Node<TState, TStep> end)
    {
        var steps = new List<string>();
        for (var node = end; node.From is not null; node = node.From)
            steps.Add(node.By!.ToString()!);
        steps.Reverse();
        return steps;
    }
}
