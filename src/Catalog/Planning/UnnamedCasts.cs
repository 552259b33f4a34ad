using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Casts that objects use and that <c>pg_depend</c> does not name: it has the cast's function at most. Whatever depends on that
/// function comes after the cast; where there is none, whatever depends on one of the cast's types does; and where these are built in,
/// too, whatever may hold an expression.</summary>
internal static class UnnamedCasts
{
    // Those made in the stage of casts; the others are made in later ones.
    private static readonly string[] WithExpressions =
        [ObjectKinds.Domain, ObjectKinds.Function, ObjectKinds.Procedure, ObjectKinds.View, ObjectKinds.ViewQuery,
            ObjectKinds.MaterializedView];

    public static void Order(DraftGraph graph, DdlContext context)
    {
        var casts = context.Catalog.Objects.OfType<CastObject>().Select(cast => cast.Address).ToHashSet();
        if (casts.Count == 0)
            return;
        var drafts = graph.Selected.SelectMany(draft => graph.AddressesOf(draft).Select(address => (address, draft)))
            .ToLookup(pair => pair.address, pair => pair.draft);
        var builtIn = new List<int>();
        foreach (var (cast, draft) in casts.SelectMany(cast => drafts[cast].Select(draft => (cast, draft))))
        {
            if (ReferencesOf(cast, context) is not { Count: > 0 } references)
                builtIn.Add(draft);
            else
                After(draft, references.SelectMany(context.DependentsOf).Where(user => !casts.Contains(user)), drafts, graph);
        }
        AfterAll(builtIn, graph);
    }

    private static List<ObjectAddress> ReferencesOf(ObjectAddress cast, DdlContext context)
    {
        var references = context.ReferencesOf(cast).Where(reference => reference.Catalog is SystemCatalog.Procedure or SystemCatalog.Type)
            .ToList();
        return references.Exists(reference => reference.Catalog == SystemCatalog.Procedure)
            ? [.. references.Where(reference => reference.Catalog == SystemCatalog.Procedure)]
            : references;
    }

    private static void After(int cast, IEnumerable<ObjectAddress> users, ILookup<ObjectAddress, int> drafts, DraftGraph graph)
    {
        foreach (var user in users.Distinct().SelectMany(user => drafts[user]).Distinct())
            graph.ComesAfter(user, cast);
    }

    // One after the other, so that the rest needs to wait for the last one alone.
    private static void AfterAll(List<int> casts, DraftGraph graph)
    {
        foreach (var (cast, next) in casts.Zip(casts.Skip(1)))
            graph.ComesAfter(next, cast);
        foreach (var draft in graph.Selected.Where(draft => casts.Count > 0 && WithExpressions.Contains(graph.Drafts[draft].Kind)))
            graph.ComesAfter(draft, casts[^1]);
    }
}
