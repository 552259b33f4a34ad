using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds the drafts below and above a draft in the graph, however indirectly.</summary>
internal sealed partial class DraftGraph
{
    private ILookup<int, int>? rights;

    /// <summary>Returns the tables that a draft needs, directly or through others.</summary>
    public IReadOnlyList<QualifiedName> TablesBelow(int draft)
    {
        var below = Below(draft);
        // A query of a partitioned table reads its partitions.
        foreach (var attachment in below.SelectMany(index => attachments[index]).ToList())
            below.UnionWith(needs[attachment]);
        return [.. below.Where(index => Drafts[index] is { Kind: ObjectKinds.Table, Table: not null })
            .Select(index => Drafts[index].Table!.Value).Order()];
    }

    /// <summary>Returns the tables that need what a draft needs, directly or through others.</summary>
    public IReadOnlyList<QualifiedName> TablesAbove(int draft) =>
        [.. Above(needs[draft]).Where(index => Drafts[index] is { Kind: ObjectKinds.Table, Table: not null })
            .Select(index => Drafts[index].Table!.Value).Distinct().Order()];

    /// <summary>Returns the refreshes after which a table or view can be read: its own, and those of the materialized views that it
    /// needs.</summary>
    public IEnumerable<int> RefreshesOf(int relation) => Below(relation).Append(relation)
        .Where(index => Drafts[index].Kind == ObjectKinds.MaterializedView)
        .SelectMany(view => bySteps.GetValueOrDefault(ViewObject.Ready(Drafts[view].Address!.Value.Oid), []));

    /// <summary>Returns the privileges, row security and policies of a relation, which decide what of it can be read. A privilege that an
    /// owner loses is lost at the end.</summary>
    public IEnumerable<int> RightsOn(int relation) => (rights ??= Enumerable.Range(0, Drafts.Count)
        .Where(IsRight)
        .SelectMany(index => needs[index].Select(need => (need, index)))
        .ToLookup(pair => pair.need, pair => pair.index))[relation];

    // A draft that reads all rows below reads those of materialized views too, which their refresh puts there. Policies read tables that
    // have policies themselves.
    private void AddRefreshes()
    {
        foreach (var index in Enumerable.Range(0, Drafts.Count).Where(index => Drafts[index].ReadsAllBelow))
        {
            var below = Below(index);
            foreach (var view in below.Where(
                view => Drafts[view].Kind == ObjectKinds.MaterializedView && !Drafts[index].Needs.Contains(Drafts[view].Address!.Value)))
                needs[index].UnionWith(bySteps.GetValueOrDefault(ViewObject.Ready(Drafts[view].Address!.Value.Oid), []));
            needs[index].UnionWith(Reachable.From(below, read => RightsOn(read).Concat(needs[read])).Where(IsRight));
        }
    }

    private bool IsRight(int index) => Drafts[index] is
        { Kind: ObjectKinds.Privileges, Stage: not SchemaStage.Last } or { Kind: ObjectKinds.RowSecurity or ObjectKinds.Policy };

    // The last stage reads no constants.
    private void AddAllAbove()
    {
        foreach (var index in Enumerable.Range(0, Drafts.Count).Where(index => Drafts[index].FollowsAllAbove).ToList())
        {
            var above = Above(Drafts[index].Needs.Where(byAddress.ContainsKey).Select(address => byAddress[address]));
            needs[index].UnionWith(above.Where(other => Drafts[other] is { FollowsAllAbove: false, Stage: not SchemaStage.Last }));
        }
    }

    private HashSet<int> Below(int draft) => Reachable.From(needs[draft], index => needs[index]);

    /// <summary>Returns these drafts and what needs them, directly or through others.</summary>
    private HashSet<int> Above(IEnumerable<int> drafts)
    {
        var dependants = Dependants();
        return Reachable.From(drafts, index => dependants[index]);
    }

    private ILookup<int, int> Dependants() => Enumerable.Range(0, Drafts.Count)
        .SelectMany(index => needs[index].Select(need => (need, index)))
        .ToLookup(pair => pair.need, pair => pair.index);
}
