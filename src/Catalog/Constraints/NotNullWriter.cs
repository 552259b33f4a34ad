using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Writes not-null constraints that are NOT VALID (18): rows may break them, so they come once the rows are in. Constraints that
/// are valid are written with their column; their names and comments are written here.</summary>
internal static class NotNullWriter
{
    public static IEnumerable<Draft> Write(Table table, DdlContext context)
    {
        foreach (var column in table.Columns)
        {
            if (column.NotNull is { IsValid: false } constraint && (constraint.IsLocal || HasOwnName(table, column, context)))
                yield return Add(table, column, constraint, context);
        }
    }

    /// <summary>Comments on constraints that are written with their column.</summary>
    public static IEnumerable<string> Comments(Table table, DdlContext context) =>
        context.TargetVersion < ColumnWriter.FirstVersionWithNotNullConstraints
            ? []
            : Valid(table).SelectMany(constraint =>
                context.Comment($"CONSTRAINT {Identifier.Quote(constraint.Name)} ON {context.Qualify(table.Name)}", Address(constraint)));

    /// <summary>Says that names which users gave, and comments, are lost where the target's version has none.</summary>
    public static void NoteNames(Table table, DdlContext context)
    {
        if (context.TargetVersion >= ColumnWriter.FirstVersionWithNotNullConstraints)
            return;
        var lost = table.Columns
            .Where(column => column.NotNull is { IsValid: true, IsLocal: true } constraint
                && (constraint.Name != $"{table.Name.Name}_{column.Name}_not_null"
                    || context.Catalog.Comments.ContainsKey((Address(constraint), 0))))
            .Select(column => column.NotNull!.Name)
            .ToList();
        if (lost.Count > 0)
            context.Note(
                $"table {table.Name}",
                "Names of and comments on its not-null constraints are not carried over, since before 18 they have "
                    + $"none: {string.Join(", ", lost)}.", null);
    }

    private static IEnumerable<NotNullConstraint> Valid(Table table) =>
        table.Columns.Select(column => column.NotNull).OfType<NotNullConstraint>().Where(constraint => constraint.IsValid);

    private static ObjectAddress Address(NotNullConstraint constraint) => new(SystemCatalog.Constraint, constraint.Oid);

    // The parent's constraint would give it the parent's name, and takes over an existing one.
    private static bool HasOwnName(Table table, Column column, DdlContext context) => table.Parents.Oids
        .Select(context.TableOf).OfType<Table>().SelectMany(parent => parent.Columns)
        .All(above => above.Name != column.Name || (above.NotNull is { } parents && parents.Name != column.NotNull!.Name));

    private static Step IsMadeBelow(uint parent) => new("not-null below", parent);

    private static Draft Add(Table table, Column column, NotNullConstraint constraint, DdlContext context)
    {
        var name = Identifier.Quote(constraint.Name);
        var noInherit = constraint.NoInherit ? " NO INHERIT" : "";
        var address = Address(constraint);
        return new Draft
        {
            Address = address,
            Needs = [table.Address],
            After = [TableWriter.Ready(table), IsMadeBelow(table.Oid)],
            Step = table.Parents.Oids.Count == 0 ? null : IsMadeBelow(table.Parents.Oids[0]),
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.NotNull,
            Name = $"{constraint.Name} on {context.Mapped(table.Name)}",
            Table = table.Name,
            NeedsData = Leaves.Of(table, context),
            Statements =
            [
                $"ALTER TABLE {context.Qualify(table.Name)} ADD CONSTRAINT {name} NOT NULL "
                    + $"{Identifier.Quote(column.Name)}{noInherit} NOT VALID",
                .. context.Comment($"CONSTRAINT {name} ON {context.Qualify(table.Name)}", address),
            ],
        };
    }
}
