using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes not-null constraints that are NOT VALID (18): rows may break them, so they come once the rows are in.</summary>
internal static class NotNullWriter
{
    public static IEnumerable<Draft> Write(Table table, DdlContext context)
    {
        foreach (var column in table.Columns)
        {
            if (column.NotNull is not { IsValid: false, IsLocal: true } constraint)
                continue;
            yield return Add(table, column, constraint, context);
        }
    }

    private static Draft Add(Table table, Column column, NotNullConstraint constraint, DdlContext context)
    {
        var name = Identifier.Quote(constraint.Name);
        var noInherit = constraint.NoInherit ? " NO INHERIT" : "";
        var address = new ObjectAddress(SystemCatalog.Constraint, constraint.Oid);
        return new Draft
        {
            Address = address,
            Needs = [table.Address],
            After = [TableWriter.Ready(table)],
            Stage = SchemaStage.AfterTransfer,
            Kind = "not-null",
            Name = $"{constraint.Name} on {context.Mapped(table.Name)}",
            Table = table.Name,
            NeedsData = Leaves.Of(table, context),
            Statements =
            [
                $"ALTER TABLE {context.Qualify(table.Name)} ADD CONSTRAINT {name} NOT NULL {Identifier.Quote(column.Name)}{noInherit} NOT VALID",
                .. context.Comment($"CONSTRAINT {name} ON {context.Qualify(table.Name)}", address),
            ],
        };
    }
}
