using ActorMigrate.Catalog.Drafts;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Finds functions that the owner of a table or materialized view may not call any more in the source, although an index, check,
/// generated column, partition key, query or statistics object of that owner calls them. PostgreSQL runs these as the owner when they are
/// made, so that the right is taken at the end, as pg_dump does.</summary>
internal static class LostExecution
{
    /// <summary>Tells whether making something that calls the function needs a right that its owner has lost.</summary>
    public static bool IsNeeded(ObjectAddress function, DdlContext context) => Callers(function, context).Any();

    /// <summary>Returns the owners of what calls the function that may not call it any more.</summary>
    public static IEnumerable<string> Callers(ObjectAddress function, DdlContext context) =>
        function.Catalog == SystemCatalog.Procedure && SourceRights.IsClosed("EXECUTE", function, context)
            ? DependentsAbove.Of(function, context, address => Owned(address, context).Any())
                .SelectMany(address => Owned(address, context)).Distinct()
                .Select(caller => context.Catalog.Owners.GetValueOrDefault(caller)).OfType<string>().Distinct()
                .Where(owner => !SourceRights.MayExecute(function, owner, context))
            : [];

    // The table, materialized view or statistics object that runs the expression at an address when it is made.
    private static IEnumerable<ObjectAddress> Owned(ObjectAddress address, DdlContext context) => address.Catalog switch
    {
        SystemCatalog.Statistics => [address],
        SystemCatalog.Class when HoldsRows(address, context) => [address],
        SystemCatalog.Class or SystemCatalog.Constraint or SystemCatalog.Default =>
            context.ReferencesOf(address).Where(reference => HoldsRows(reference, context)),
        _ => [],
    };

    private static bool HoldsRows(ObjectAddress address, DdlContext context) => address.Catalog == SystemCatalog.Class
        && (context.TableOf(address.Oid) is not null || context.ViewOf(address.Oid) is { IsMaterialized: true });
}
