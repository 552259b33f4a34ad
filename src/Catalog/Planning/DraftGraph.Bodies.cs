
namespace ActorMigrate.Catalog.Planning;

/// <summary>Functions in a circle: they are made without their bodies first, and get them when all that these need is there.</summary>
internal sealed partial class DraftGraph
{
    private readonly List<(ObjectAddress Function, int Dependent, int Referenced)> functionNeeds = [];
    private readonly Dictionary<ObjectAddress, int> bodies = [];

    /// <summary>Functions that are in a circle in <paramref name="order"/> because of their bodies.</summary>
    public IEnumerable<ObjectAddress> FunctionKnots(IReadOnlyList<int> order) => CirclesIn(order) is { } circles
        ? functionNeeds.Where(need => selected[need.Dependent] && selected[need.Referenced]
            && circles.AreInOne(need.Dependent, need.Referenced)).Select(need => need.Function).Distinct()
        : [];

    private void AddBodyNeed(ObjectAddress function, int referenced)
    {
        if (bodies.TryGetValue(function, out var body))
        {
            needs[body].Add(referenced);
            firmNeeds[body].Add(referenced);
        }
    }

    // Without its body a function returns NULL, so that whatever may call one comes after all bodies that it is not needed by.
    private void OrderBodies()
    {
        if (bodies.Count == 0)
            return;
        var stubs = bodies.Keys.Select(function => byAddress[function]).ToHashSet();
        var callers = Enumerable.Range(0, Drafts.Count).Where(index => needs[index].Overlaps(stubs)).ToList();
        foreach (var (caller, body) in callers.SelectMany(caller => bodies.Values.Order().Select(body => (caller, body)))
            .Where(pair => pair.caller != pair.body))
            ComesAfter(caller, body);
    }
}
