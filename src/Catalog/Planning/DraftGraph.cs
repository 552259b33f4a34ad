using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>The needs of drafts. Drafts are named by their position in <see cref="Drafts"/>.</summary>
internal sealed partial class DraftGraph
{
    private readonly Dictionary<ObjectAddress, int> byAddress = [];
    private readonly Dictionary<Step, List<int>> bySteps = [];
    private readonly List<HashSet<int>> needs;
    private readonly List<HashSet<int>> firmNeeds;
    private readonly Dictionary<ObjectAddress, uint> blocked = [];
    private readonly List<(ObjectAddress Part, int Dependent, int Referenced)> partNeeds = [];
    private readonly bool[] selected;
    private IReadOnlySet<int> notMade = new HashSet<int>();
    private IReadOnlySet<int> inTarget = new HashSet<int>();
    private readonly SchemaStage[] stages;
    private ILookup<int, int> attachments = Array.Empty<int>().ToLookup(none => none);

    private DraftGraph(IReadOnlyList<Draft> drafts)
    {
        Drafts = drafts;
        needs = [.. drafts.Select(_ => new HashSet<int>())];
        firmNeeds = [.. drafts.Select(_ => new HashSet<int>())];
        selected = new bool[drafts.Count];
        stages = [.. drafts.Select(draft => draft.Stage)];
    }

    public IReadOnlyList<Draft> Drafts { get; }

    /// <summary>The drafts that are in the plan: what is in scope, and what that needs.</summary>
    public IEnumerable<int> Selected => Enumerable.Range(0, Drafts.Count).Where(index => selected[index]);

    /// <summary>Objects that cannot be carried over because they need a table that is out of scope, each with that table's oid.</summary>
    public IReadOnlyDictionary<ObjectAddress, uint> Blocked => blocked;

    /// <summary>Objects that the options leave out, or that need not be made because the target has them.</summary>
    public IEnumerable<ObjectAddress> NotMade => Left.Keys.Concat(inTarget).SelectMany(AddressesOf);

    /// <summary>Objects that would be in the plan if the options did not leave out them or
    /// something that they need; with the reason.</summary>
    public IReadOnlyDictionary<int, string> Left { get; private set; } = new Dictionary<int, string>();

    public static DraftGraph Build(
        IReadOnlyList<Draft> drafts, IReadOnlyList<Dependency> dependencies, IReadOnlySet<uint> otherTables,
        IReadOnlyList<string>? skippedKinds = null)
    {
        var graph = new DraftGraph(drafts);
        graph.IndexAddresses();
        graph.IndexArrayTypes(dependencies);
        graph.AddCatalogNeeds(dependencies);
        graph.AddWrittenNeeds();
        graph.OrderBodies();
        graph.IndexAttachments();
        graph.AddRefreshes();
        graph.AddAllAbove();
        graph.Block(dependencies, otherTables);
        graph.Select();
        if (skippedKinds is { Count: > 0 })
            graph.Leave(LeftOut.Of(drafts, graph.firmNeeds, skippedKinds));
        graph.AddLast();
        return graph;
    }

    /// <summary>Orders one draft after another that it could be made without, unless that one needs it.</summary>
    public void ComesAfter(int draft, int other)
    {
        if (!Below(other).Contains(draft))
            needs[draft].Add(other);
    }

    public IReadOnlySet<int> NeedsOf(int draft) => needs[draft];

    /// <summary>Returns the drafts without which this one cannot be made, and not those that merely come before it.</summary>
    public IReadOnlySet<int> FirmNeedsOf(int draft) => firmNeeds[draft];

    public IEnumerable<ObjectAddress> AddressesOf(int draft) =>
        Drafts[draft].Address is { } address ? Drafts[draft].Parts.Prepend(address) : Drafts[draft].Parts;

    public SchemaStage StageOf(int draft) => stages[draft];

    /// <summary>Defaults, checks and views' queries whose needs cannot be met by <paramref name="order"/>: in a circle, what is
    /// needed comes later; and a table must not wait for what is made after its rows are in.</summary>
    public IEnumerable<ObjectAddress> Knots(IReadOnlyList<int> order)
    {
        var circles = CirclesIn(order);
        return partNeeds
            .Where(need => selected[need.Dependent] && selected[need.Referenced])
            .Where(need => (Drafts[need.Dependent].Kind == ObjectKinds.Table && stages[need.Referenced] >= SchemaStage.AfterTransfer)
                || circles?.AreInOne(need.Dependent, need.Referenced) == true)
            .Select(need => need.Part)
            .Distinct();
    }

    /// <summary>Finds the parts of views and the like that wait for rows and that keep a table too late, such as a column of the row type
    /// of a view that groups by a primary key. The rest of them can be made before.</summary>
    public IEnumerable<ObjectAddress> KnotsBelowTables()
    {
        var below = Selected.Where(index => Drafts[index].Kind is ObjectKinds.Table or ObjectKinds.ForeignTable
            && stages[index] >= SchemaStage.AfterTransfer)
            .SelectMany(Below).ToHashSet();
        return partNeeds
            .Where(need => below.Contains(need.Dependent) && selected[need.Referenced]
                && stages[need.Referenced] >= SchemaStage.AfterTransfer)
            .Select(need => need.Part)
            .Distinct();
    }

    private Circles? CirclesIn(IReadOnlyList<int> order)
    {
        var position = new int[Drafts.Count];
        for (var at = 0; at < order.Count; at++)
            position[order[at]] = at;
        return order.Any(index => needs[index].Any(need => IsLate(index, need, position))) ? Circles.Of(needs) : null;
    }

    private bool IsLate(int dependent, int referenced, int[] position) =>
        selected[dependent] && selected[referenced] && position[referenced] > position[dependent];

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
            if (Drafts[index].BodyOf is { } function)
                bodies.TryAdd(function, index);
            if (Drafts[index].Step is not { } step)
                continue;
            if (!bySteps.TryGetValue(step, out var makers))
                bySteps[step] = makers = [];
            makers.Add(index);
        }
    }

    // An array type comes with its element type, be that a table's row type: an object that needs the one needs the other.
    private void IndexArrayTypes(IReadOnlyList<Dependency> dependencies)
    {
        foreach (var (array, element, type) in dependencies)
        {
            if (type == 'i' && array.Catalog == SystemCatalog.Type && element.Catalog == SystemCatalog.Type
                && byAddress.TryGetValue(element, out var made))
                byAddress.TryAdd(array, made);
        }
    }

    private void AddCatalogNeeds(IReadOnlyList<Dependency> dependencies)
    {
        foreach (var dependency in dependencies)
        {
            if (dependency.IsTie)
                continue;
            if (byAddress.TryGetValue(dependency.Dependent, out var dependent)
                && byAddress.TryGetValue(dependency.Referenced, out var referenced)
                && dependent != referenced)
            {
                if (Drafts[dependent].Ignores.Contains(dependency.Referenced))
                {
                    AddBodyNeed(dependency.Dependent, referenced);
                    continue;
                }

                if (Drafts[dependent].HasBody)
                    functionNeeds.Add((dependency.Dependent, dependent, referenced));
                needs[dependent].Add(referenced);
                firmNeeds[dependent].Add(referenced);
                if (IsSeparable(dependency.Dependent))
                    partNeeds.Add((dependency.Dependent, dependent, referenced));
            }
        }
    }

    private static bool IsSeparable(ObjectAddress part) =>
        part.Catalog is SystemCatalog.Default or SystemCatalog.Constraint or SystemCatalog.Rewrite;

    private void AddWrittenNeeds()
    {
        for (var index = 0; index < Drafts.Count; index++)
        {
            foreach (var address in Drafts[index].Needs)
            {
                if (!byAddress.TryGetValue(address, out var need) || need == index)
                    continue;
                needs[index].Add(need);
                firmNeeds[index].Add(need);
            }
            foreach (var step in Drafts[index].After)
                needs[index].UnionWith(bySteps.GetValueOrDefault(step, []).Where(maker => maker != index));
        }
    }

    private void IndexAttachments() => attachments = Enumerable.Range(0, Drafts.Count)
        .Where(index => Drafts[index].Kind == ObjectKinds.Partition)
        .SelectMany(index => needs[index].Select(need => (need, index)))
        .ToLookup(pair => pair.need, pair => pair.index);

    private void AddLast()
    {
        var acting = Selected.Where(index => Drafts[index].ActsOnAll).ToList();
        if (acting.Count == 0)
            return;
        var last = Above(Selected.Where(index => Drafts[index] is { Stage: SchemaStage.Last, ActsOnAll: false }));
        foreach (var index in acting)
            needs[index].UnionWith(last.Where(other => selected[other] && !Drafts[other].ActsOnAll));
    }

    // A view, function or the like of an excluded table cannot exist without it, nor what needs that view.
    // A table can: what ties it to an excluded one is left out of it.
    private void Block(IReadOnlyList<Dependency> dependencies, IReadOnlySet<uint> otherTables)
    {
        var open = new Stack<(int Index, uint Table)>(dependencies
            .Where(dependency => dependency.Type == 'n' && dependency.Referenced.Catalog == SystemCatalog.Class
                && otherTables.Contains(dependency.Referenced.Oid))
            .Where(dependency => byAddress.ContainsKey(dependency.Dependent))
            .Select(dependency => (byAddress[dependency.Dependent], dependency.Referenced.Oid)));
        var dependants = Dependants();
        while (open.TryPop(out var found))
        {
            if (Drafts[found.Index].Kind == ObjectKinds.Table || Drafts[found.Index].Address is not { } address
                || !blocked.TryAdd(address, found.Table))
                continue;
            foreach (var dependant in dependants[found.Index])
                open.Push((dependant, found.Table));
        }
    }

    private void Leave(LeftOut found)
    {
        Left = found.Reasons.Where(left => selected[left.Key]).ToDictionary();
        (notMade, inTarget) = (found.All, found.InTarget);
        Array.Clear(selected);
        Select();
    }

    private bool IsBlocked(int index) => Drafts[index].Address is { } address && blocked.ContainsKey(address);

    private void Select()
    {
        Take(Enumerable.Range(0, Drafts.Count).Where(index => Drafts[index] is { Address: not null, OnlyIfNeeded: false }));
        Take(Enumerable.Range(0, Drafts.Count).Where(index => Drafts[index].FollowsNeeds && needs[index].Any(need => selected[need])));
        for (var index = 0; index < Drafts.Count; index++)
        {
            if (Drafts[index].Address is null)
                selected[index] = !notMade.Contains(index)
                    && Drafts[index].Needs.All(address => byAddress.TryGetValue(address, out var need) && selected[need]);
        }
    }

    private void Take(IEnumerable<int> roots)
    {
        var open = new Stack<int>(roots);
        while (open.TryPop(out var index))
        {
            if (selected[index] || IsBlocked(index) || notMade.Contains(index))
                continue;
            selected[index] = true;
            foreach (var need in needs[index].Where(need => Drafts[need].Address is not null))
                open.Push(need);
        }
    }
}
