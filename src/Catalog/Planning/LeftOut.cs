using ActorMigrate.Catalog.Drafts;

namespace ActorMigrate.Catalog.Planning;

/// <summary>The drafts that the options leave out: those of skipped kinds, and whatever cannot exist without one of them.</summary>
internal sealed class LeftOut
{
    private readonly Dictionary<int, string> reasons = [];
    private readonly HashSet<int> inTarget = [];

    /// <summary>Why each is left out.</summary>
    public IReadOnlyDictionary<int, string> Reasons => reasons;

    /// <summary>Objects of skipped kinds that the target has already, so that their dependants can be made.</summary>
    public IReadOnlySet<int> InTarget => inTarget;

    /// <summary>All that is not made.</summary>
    public IReadOnlySet<int> All => reasons.Keys.Concat(inTarget).ToHashSet();

    /// <summary>Drafts are named by their position; <paramref name="needs"/> are those that they cannot exist without.</summary>
    public static LeftOut Of(IReadOnlyList<Draft> drafts, IReadOnlyList<IReadOnlySet<int>> needs, IReadOnlyList<string> skippedKinds)
    {
        var found = new LeftOut();
        var open = new Queue<int>();
        for (var index = 0; index < drafts.Count; index++)
        {
            if (!skippedKinds.Contains(drafts[index].Kind))
                continue;
            if (drafts[index].IsInTarget)
                found.inTarget.Add(index);
            else if (found.reasons.TryAdd(index, $"The options leave out objects of this kind ({drafts[index].Kind})."))
                open.Enqueue(index);
        }
        found.Follow(open, drafts, needs);
        return found;
    }

    private void Follow(Queue<int> open, IReadOnlyList<Draft> drafts, IReadOnlyList<IReadOnlySet<int>> needs)
    {
        var dependants = needs.SelectMany((below, index) => below.Select(need => (need, index)))
            .ToLookup(pair => pair.need, pair => pair.index);
        while (open.TryDequeue(out var left))
        {
            var reason = $"It needs {drafts[left].Kind} {drafts[left].Name}, which is left out.";
            foreach (var dependant in dependants[left].Where(index => !inTarget.Contains(index) && reasons.TryAdd(index, reason)))
                open.Enqueue(dependant);
        }
    }
}
