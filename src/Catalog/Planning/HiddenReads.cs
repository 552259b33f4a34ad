using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds the tables that functions read. The catalogs do not record them, because a function's body is text. A check, generated
/// column, domain or index that calls such a function is computed from the rows of other tables, and has to wait for them. A table counts
/// as read when the function's text has its name, or that of a view over it or of another function that reads it: at worst a task waits
/// without need. Where two orders contradict each other, a statement that reads a table counts before a word that may mean something
/// else.</summary>
internal sealed class HiddenReads
{
    // Objects whose own functions are run by what needs them.
    private static readonly HashSet<string> Passed =
        [ObjectKinds.Domain, ObjectKinds.CompositeType, ObjectKinds.RangeType, ObjectKinds.Operator, ObjectKinds.OperatorClass,
            ObjectKinds.Aggregate, ObjectKinds.Check, ObjectKinds.Index, ObjectKinds.Unique, ObjectKinds.Exclusion,
            ObjectKinds.Statistics, ObjectKinds.View, ObjectKinds.MaterializedView, ObjectKinds.Partition, ObjectKinds.Policy];

    // The kinds that run functions on rows when they are made.
    private static readonly HashSet<string> Run =
        [ObjectKinds.Check, ObjectKinds.Index, ObjectKinds.Unique, ObjectKinds.Exclusion, ObjectKinds.Statistics, ObjectKinds.Analyze,
            ObjectKinds.Refresh];

    private static readonly HashSet<string> Functions = [ObjectKinds.Function, ObjectKinds.Procedure];

    // In the order in which they count.
    private static readonly Evidence[] Evidences = [Evidence.Read, Evidence.Mentioned];

    private readonly DraftGraph graph;
    private readonly DdlContext context;
    private readonly Dictionary<uint, FunctionObject> functions;
    private readonly ILookup<string, uint> functionsByName;
    private readonly ILookup<string, int> relationsByName;
    private readonly Dictionary<(uint Function, Evidence Evidence), IReadOnlySet<int>> read = [];
    private readonly Dictionary<int, IReadOnlyList<int>> tables = [];

    public HiddenReads(DraftGraph graph, DdlContext context)
    {
        (this.graph, this.context) = (graph, context);
        functions = context.Catalog.Objects.OfType<FunctionObject>().ToDictionary(function => function.Oid);
        functionsByName = functions.Values.ToLookup(function => function.Name.Name, function => function.Oid);
        var drafts = Enumerable.Range(0, graph.Drafts.Count).Where(index => graph.Drafts[index].Address is { Catalog: SystemCatalog.Class })
            .ToLookup(index => graph.Drafts[index].Address!.Value.Oid);
        relationsByName = context.Catalog.AllTables.Select(table => (table.Name.Name, table.Oid))
            .Concat(context.Catalog.Objects.OfType<ViewObject>().Select(view => (view.Name.Name, view.Oid)))
            .SelectMany(relation => drafts[relation.Oid].Select(index => (relation.Name, index)))
            .ToLookup(relation => relation.Name, relation => relation.index);
    }

    /// <summary>Orders tables behind the tables and views that the functions of their generated columns and domains read, where that makes
    /// no circle: a server from 17 on analyzes these functions when it creates the table. Orders objects that run functions on rows behind
    /// the refreshes of materialized views that these functions read, and refreshes behind row security and privileges of what they read.
    /// </summary>
    public void Order()
    {
        if (functions.Count == 0)
            return;
        var pairs = Evidences.SelectMany(evidence => graph.Selected.Where(index => graph.Drafts[index].Kind == ObjectKinds.Table)
            .SelectMany(table => ReadBy(table, evidence).SelectMany(read => TablesOf(read).Append(read)).Where(other => other != table)
                .Distinct().Select(other => (table, other))))
            .ToList();
        foreach (var (table, other) in pairs)
            graph.ComesAfter(table, other);
        foreach (var running in graph.Selected.Where(index => Run.Contains(graph.Drafts[index].Kind)).ToList())
        {
            var relations = ReadBy(running, Evidence.Mentioned);
            var before = relations.SelectMany(graph.RefreshesOf);
            if (graph.Drafts[running].ReadsAllBelow)
                before = before.Concat(RightsOn(relations));
            foreach (var first in before.Distinct().Where(first => first != running).ToList())
                graph.ComesAfter(running, first);
        }
    }

    // Row security decides what a function reads for the owner of a materialized view, as it does for the view's own query.
    private IEnumerable<int> RightsOn(IEnumerable<int> relations) =>
        relations.SelectMany(relation => TablesOf(relation).Append(relation)).Distinct().SelectMany(graph.RightsOn);

    /// <summary>Returns the tables whose rows must be in before <paramref name="draft"/> is made, beyond those that it names.</summary>
    public IEnumerable<QualifiedName> NeedsData(int draft) =>
        functions.Count > 0 && Run.Contains(graph.Drafts[draft].Kind) ? Names(ReadBy(draft, Evidence.Mentioned)) : [];

    /// <summary>Returns, for each table whose rows are computed or checked from others as they are copied, these others, which come
    /// first.</summary>
    public IReadOnlyDictionary<QualifiedName, IReadOnlyList<QualifiedName>> Copies()
    {
        var after = new Dictionary<QualifiedName, IReadOnlyList<QualifiedName>>();
        if (functions.Count == 0)
            return after;
        var copied = graph.Selected.Where(index => graph.Drafts[index] is { Kind: ObjectKinds.Table, HasRows: true }).ToList();
        foreach (var (table, evidence) in Evidences.SelectMany(evidence => copied.Select(table => (table, evidence))))
        {
            var name = graph.Drafts[table].Table!.Value;
            List<QualifiedName> others =
                [.. (after.GetValueOrDefault(name) ?? [])
                    .Union(Names(ReadBy(table, evidence)).Where(other => other != name && !Reaches(other, name, after)))];
            if (others.Count > 0)
                after[name] = others;
        }
        return after;
    }

    private static bool Reaches(QualifiedName from, QualifiedName to, Dictionary<QualifiedName, IReadOnlyList<QualifiedName>> after) =>
        Reachable.From([from], name => after.GetValueOrDefault(name) ?? []).Contains(to);

    private IEnumerable<QualifiedName> Names(IEnumerable<int> relations) => relations.SelectMany(TablesOf)
        .Select(index => graph.Drafts[index].Address is { } address ? context.TableOf(address.Oid) : null).OfType<Table>()
        .SelectMany(table => Leaves.Of(table, context)).Distinct();

    /// <summary>Returns the tables and views that the functions read which <paramref name="draft"/> runs. A child runs those of its
    /// parents' checks, too, and a partition those of their keys.</summary>
    private HashSet<int> ReadBy(int draft, Evidence evidence)
    {
        var (found, seen) = (new HashSet<int>(), new HashSet<int>());
        var open = new Stack<int>(Ancestors(draft).SelectMany(table => relationsByName[table.Name.Name]
            .Where(index => graph.Drafts[index].Address!.Value.Oid == table.Oid)).Append(draft));
        while (open.TryPop(out var index))
        {
            foreach (var need in graph.NeedsOf(index).Where(seen.Add))
            {
                if (Functions.Contains(graph.Drafts[need].Kind))
                    found.UnionWith(ReadByFunction(graph.Drafts[need].Address!.Value.Oid, evidence));
                else if (Passed.Contains(graph.Drafts[need].Kind))
                    open.Push(need);
            }
        }
        return found;
    }

    private IEnumerable<Table> Ancestors(int draft) => graph.Drafts[draft].Kind == ObjectKinds.Table && TableAt(draft) is { } own
        ? context.AncestorsOf([own]).Select(context.TableOf).OfType<Table>()
        : [];

    private Table? TableAt(int draft) => graph.Drafts[draft].Address is { } address ? context.TableOf(address.Oid) : null;

    private IReadOnlySet<int> ReadByFunction(uint function, Evidence evidence)
    {
        if (read.TryGetValue((function, evidence), out var known))
            return known;
        var called = Reachable.From([function], oid => functions.TryGetValue(oid, out var text)
            ? FunctionText.Functions(text.Definition, evidence).SelectMany(name => functionsByName[name])
            : []);
        return read[(function, evidence)] = called.Select(oid => functions.GetValueOrDefault(oid)).OfType<FunctionObject>()
            .SelectMany(text => FunctionText.Relations(text.Definition, evidence)).SelectMany(name => relationsByName[name]).ToHashSet();
    }

    /// <summary>Returns a table itself, or those that a view reads.</summary>
    private IReadOnlyList<int> TablesOf(int relation)
    {
        if (tables.TryGetValue(relation, out var known))
            return known;
        return tables[relation] = graph.Drafts[relation].Kind is ObjectKinds.Table
            ? [relation]
            : [.. graph.TablesBelow(relation)
                .SelectMany(name => relationsByName[name.Name].Where(index => graph.Drafts[index].Table == name))];
    }
}
