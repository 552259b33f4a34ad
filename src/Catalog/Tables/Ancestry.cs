using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Writes inheritance. A table of which every column and check is its own is made alone and given its parents
/// afterwards, which keeps its columns in its own order; the others are made with INHERITS.</summary>
internal static class Ancestry
{
    /// <summary>Returns the in-scope parents by INHERITS; a partition's parent is none of these.</summary>
    public static IEnumerable<Table> ParentsOf(Table table, DdlContext context) =>
        table.IsPartition ? [] : table.Parents.Oids.Select(context.TableOf).OfType<Table>();

    public static bool IsAdopted(Table table) =>
        table.Columns.All(column => column.IsLocal && column.NotNull is null or { IsLocal: true })
        && table.Constraints.Where(constraint => constraint.Kind == ConstraintKind.Check).All(check => check.IsLocal);

    /// <summary>Says which columns take no nulls in the target: from 18 on, a child has the not-null constraints of its parents.</summary>
    public static void NoteNulls(Table table, DdlContext context)
    {
        if (context.TargetVersion < ColumnWriter.FirstVersionWithNotNullConstraints
            || context.Catalog.ServerVersion >= ColumnWriter.FirstVersionWithNotNullConstraints)
            return;
        var above = NotNullAbove(table, context).ToHashSet();
        foreach (var column in table.Columns.Where(column => !column.IsNotNull && above.Contains(column.Name)))
            context.Note(
                $"column {table.Name}.{column.Name}",
                "It takes nulls in the source and none in the target: from 18 on, a column takes none where its parent's takes none.",
                "If it holds nulls, its rows fail. Set them to a value in the source, or let the parent's column take nulls there, too.");
    }

    private static IEnumerable<string> NotNullAbove(Table table, DdlContext context) => ParentsOf(table, context)
        .SelectMany(parent => parent.Columns.Where(column => column.IsNotNull).Select(column => column.Name)
            .Concat(NotNullAbove(parent, context)));

    /// <summary>Says that a table made with INHERITS has its columns in another order than in the source,
    /// as it has when pg_dump's script makes it.</summary>
    public static void NoteOrder(Table table, DdlContext context)
    {
        var parents = ParentsOf(table, context).ToList();
        if (parents.Count == 0 || IsAdopted(table))
            return;
        var order = parents.SelectMany(parent => parent.Columns).Select(column => column.Name)
            .Concat(table.Columns.Where(column => column.IsLocal).Select(column => column.Name)).Distinct();
        if (!order.SequenceEqual(table.Columns.Select(column => column.Name)))
            context.Note(
                $"table {table.Name}", "Inherited columns come before its own in the target, which is another order than in the source.",
                "Name columns where their order matters, in INSERT and SELECT *.");
    }

    /// <summary>Returns the actions of ALTER TABLE that make a new table what its parents' features leave open.</summary>
    public static IEnumerable<string> Alterations(Table table, DdlContext context)
    {
        var parents = ParentsOf(table, context).ToList();
        if (parents.Count == 0)
            return [];
        return IsAdopted(table)
            ? parents.Select(parent => $"INHERIT {context.Qualify(parent.Name)}")
            : table.Columns.Where(column => !column.IsGenerated)
                .SelectMany(column => column.IsLocal ? Merged(column, parents) : Inherited(column, context));
    }

    // A column that both the table and its parents define takes the parents' default, unless it has one.
    private static IEnumerable<string> Merged(Column column, List<Table> parents)
    {
        if (column is { Default: null, Identity: IdentityKind.None }
            && parents.Exists(parent => parent.Columns.Any(above => above.Name == column.Name && above.Default is not null)))
            yield return $"ALTER COLUMN {Identifier.Quote(column.Name)} DROP DEFAULT";
    }

    private static IEnumerable<string> Inherited(Column column, DdlContext context)
    {
        var alter = $"ALTER COLUMN {Identifier.Quote(column.Name)}";
        yield return column.Default is { } value && !context.IsSeparate(value.Address)
            ? $"{alter} SET DEFAULT {value.Expression}"
            : $"{alter} DROP DEFAULT";
        if (column.IsNotNull && column.NotNull is not { IsValid: false } && !ColumnWriter.HasNamedNotNull(column, context))
            yield return $"{alter} SET NOT NULL";
    }
}
