namespace ActorMigrate.Catalog.Drafts;

/// <summary>Walks from an object to those that refer to it, by <c>pg_depend</c>.</summary>
internal static class DependentsAbove
{
    /// <summary>Returns the objects that refer to <paramref name="address"/>, directly or through others; none is looked beyond for which
    /// <paramref name="ends"/> is true.</summary>
    public static IReadOnlySet<ObjectAddress> Of(ObjectAddress address, DdlContext context, Func<ObjectAddress, bool>? ends = null)
    {
        var (found, open) = (new HashSet<ObjectAddress>(), new Stack<ObjectAddress>([address]));
        while (open.TryPop(out var below))
        {
            foreach (var above in context.DependentsOf(below).Concat(ViewsOf(below, context)).Where(found.Add))
            {
                if (ends?.Invoke(above) != true)
                    open.Push(above);
            }
        }

        return found;
    }

    // A view's query is a part of it, and has the references.
    private static IEnumerable<ObjectAddress> ViewsOf(ObjectAddress rule, DdlContext context) => rule.Catalog == SystemCatalog.Rewrite
        ? context.ViewsOfRule(rule.Oid)
        : [];
}
