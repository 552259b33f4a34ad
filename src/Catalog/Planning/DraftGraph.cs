namespace ActorMigrate.Catalog;

/// <summary>Which draft needs which. Drafts are named by their position in <see cref="Drafts"/>.</summary>
internal sealed class DraftGraph
{
    private readonly Dictionary<ObjectAddress, int> byAddress = [];
    private readonly Dictionary<Step, List<int>> bySteps = [];
    private readonly List<HashSet<int>> needs;
    private readonly bool[] selected;
    private readonly SchemaStage[] stages;

    private DraftGraph(IReadOnlyList<Draft> drafts)
    {
        Drafts = drafts;
        needs = [.. drafts.Select(_ => new HashSet<int>())];
        selected = new bool[drafts.Count];
        stages = [.. drafts.Select(draft => draft.Stage)];
    }

    public IReadOnlyList<Draft> Drafts { get; }

    /// <summary>The drafts that are in the plan: what is in scope, and what that needs.</summary>
    public IEnumerable<int> Selected => Enumerable.Range(0, Drafts.Count).Where(index => selected[index]);

    public static DraftGraph Build(IReadOnlyList<Draft> drafts, IReadOnlyList<Dependency> dependencies)
    {
        var graph = new DraftGraph(drafts);
        graph.IndexAddresses();
        graph.AddCatalogNeeds(dependencies);
        graph.AddWrittenNeeds();
        graph.Select();
        return graph;
    }

    public IReadOnlySet<int> NeedsOf(int draft) => needs[draft];

    public IEnumerable<ObjectAddress> AddressesOf(int draft) =>
        Drafts[draft].Address is { } address ? Drafts[draft].Parts.Prepend(address) : Drafts[draft].Parts;

    public SchemaStage StageOf(int draft) => stages[draft];

    /// <summary>Makes a draft wait for the stage of what it needs; called in dependency order.</summary>
    public void RaiseStage(int draft)
    {
        foreach (var need in needs[draft])
            stages[draft] = (SchemaStage)Math.Max((int)stages[draft], (int)stages[need]);
    }

    private void IndexAddresses()
    {
        for (var index = 0; index < Drafts.Count; index++)
        {
            foreach (var address in AddressesOf(index))
                byAddress.TryAdd(address, index);
            if (Drafts[index].Step is not { } step)
                continue;
            if (!bySteps.TryGetValue(step, out var makers))
                bySteps[step] = makers = [];
            makers.Add(index);
        }
    }

    private void AddCatalogNeeds(IReadOnlyList<Dependency> dependencies)
    {
        foreach (var dependency in dependencies)
        {
            if (IsNoNeed(dependency))
                continue;
            if (byAddress.TryGetValue(dependency.Dependent, out var dependent)
                && byAddress.TryGetValue(dependency.Referenced, out var referenced)
                && dependent != referenced)
                needs[dependent].Add(referenced);
        }
    }

    // A sequence "depends" on the column that owns it, and a partition on its parent, only in that they are dropped
    // with it: both are made first and tied afterwards.
    private static bool IsNoNeed(Dependency dependency) =>
        dependency.Type == 'a'
        && dependency.Dependent.Catalog == SystemCatalog.Class
        && dependency.Referenced.Catalog == SystemCatalog.Class;

    private void AddWrittenNeeds()
    {
        for (var index = 0; index < Drafts.Count; index++)
        {
            foreach (var address in Drafts[index].Needs)
            {
                if (byAddress.TryGetValue(address, out var need) && need != index)
                    needs[index].Add(need);
            }
            foreach (var step in Drafts[index].After)
                needs[index].UnionWith(bySteps.GetValueOrDefault(step, []).Where(maker => maker != index));
        }
    }

    private void Select()
    {
        var open = new Stack<int>(Enumerable.Range(0, Drafts.Count).Where(index => Drafts[index] is { Address: not null, OnlyIfNeeded: false }));
        while (open.TryPop(out var index))
        {
            if (selected[index])
                continue;
            selected[index] = true;
            foreach (var need in needs[index].Where(need => Drafts[need].Address is not null))
                open.Push(need);
        }
        for (var index = 0; index < Drafts.Count; index++)
        {
            if (Drafts[index].Address is null)
                selected[index] = Drafts[index].Needs.All(address => byAddress.TryGetValue(address, out var need) && selected[need]);
        }
    }
}
