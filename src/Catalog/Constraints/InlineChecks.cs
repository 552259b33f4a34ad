using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Decides which checks are part of CREATE TABLE. A check that calls a function of a user may look at other
/// rows or tables, so it has to wait for the data; tables with parents or children need theirs at once, to be merged.
/// A table that the target keeps is not created, so what it lacks comes apart.</summary>
internal static class InlineChecks
{
    public static IEnumerable<Constraint> Of(Table table, DdlContext context) =>
        table.Constraints.Where(constraint => constraint.Kind == ConstraintKind.Check && IsInline(constraint, table, context));

    public static bool IsInline(Constraint check, Table table, DdlContext context)
    {
        if (!check.IsValid || !IsOwn(check, table) || context.IsSeparate(check.Address) || context.IsKept(table))
            return false;
        var hasFamily = table.Parents.Oids.Count > 0 || context.ParentsOfTables.Contains(table.Oid);
        return hasFamily || !CallsUserFunction(check, context);
    }

    /// <summary>Tells whether the table itself has the check, not just through its parents. A partition is made on its own, so has all of
    /// them.</summary>
    public static bool IsOwn(Constraint check, Table table) => check.IsLocal || table.IsPartition;

    public static bool CallsUserFunction(Constraint check, DdlContext context) =>
        context.ReferencesOf(check.Address).Any(reference => reference.Catalog is SystemCatalog.Procedure or SystemCatalog.Operator);
}
