using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Names the tables whose rows cannot be copied without running functions that a role of the source wrote: COPY computes generated
/// columns, partition bounds, the checks of tables with parents or children, and those of domains within other types, as the role that
/// copies; where a table of the target is kept, its checks and the expressions of its indexes, too.</summary>
internal static class CopiedCode
{
    public static void Note(Table table, DdlContext context)
    {
        if (context.Options.Target is not { IsSuperuser: true })
            return;
        var run = Expressions(table, context).SelectMany(context.ReferencesOf)
            .Where(reference => reference.Catalog is SystemCatalog.Procedure or SystemCatalog.Operator
                && !context.IsOfAnyExtension(reference))
            .Select(reference => context.Catalog.Owners.GetValueOrDefault(reference)).OfType<string>()
            .Where(owner => !context.IsSuperuserInSource(owner) && owner != context.Options.Target.CurrentUser)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        if (run.Count > 0)
        {
            context.Note(
                $"table {context.Mapped(table.Name)}",
                $"Copying its rows runs functions of {string.Join(", ", run)} as the target's superuser: a generated column, a partition "
                    + $"key, {(context.IsKept(table) ? "an index, a check" : "a check of a table with parents or children")}, or one of "
                    + "a domain within another type calls them.",
                "Where that role is not trusted, migrate with a target role that is not a superuser.");
        }
    }

    private static IEnumerable<ObjectAddress> Expressions(Table table, DdlContext context) =>
    [
        .. table.Columns.Where(column => column is { Default: not null, Generated: not Generation.None })
            .Select(column => column.Default!.Address),
        .. table.Constraints.Where(check => check.Kind == ConstraintKind.Check
            && (InlineChecks.IsInline(check, table, context) || !InlineChecks.IsOwn(check, table))).Select(check => check.Address),
        .. DomainsOf(table, context).SelectMany(domain => DomainWriter.ChecksAtOnce(domain, context)),
        .. context.IsKept(table)
            ? table.Indexes.Select(index => index.Address).Concat(table.Constraints.Select(constraint => constraint.Address))
            : [],
        .. PartitionedAbove(table, context),
    ];

    // A row that is written to a partition is held against the bounds of all partitions that it is within. PostgreSQL evaluates constant
    // calls in a partition key where the table is made, too.
    private static IEnumerable<ObjectAddress> PartitionedAbove(Table table, DdlContext context)
    {
        for (var part = table; part is not null; part = part.IsPartition ? context.TableOf(part.Parents.Oids[0]) : null)
        {
            if (part.IsPartitioned)
                yield return part.Address;
        }
    }

    /// <summary>Returns the domains of which the table's rows hold values, within other types, too.</summary>
    public static IEnumerable<DomainType> DomainsOf(Table table, DdlContext context)
    {
        var types = Reachable.From([table.Address], address => context.ReferencesOf(address).Concat(context.ColumnsOf(address))
            .Where(type => type.Catalog is SystemCatalog.Type or SystemCatalog.Class));
        return types.Count == 1 ? [] : context.Catalog.Types.OfType<DomainType>().Where(domain => types.Contains(domain.Address));
    }
}
