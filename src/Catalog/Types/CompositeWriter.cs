using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Types;

/// <summary>Writes CREATE TYPE … AS (…).</summary>
internal static class CompositeWriter
{
    public static Draft Write(CompositeType type, Draft draft, DdlContext context)
    {
        var name = context.Qualify(type.Name);
        var relation = new ObjectAddress(SystemCatalog.Class, type.Relation);
        var columns =
            type.Columns.Select(column => $"{Identifier.Quote(column.Name)} {column.TypeName}{ColumnWriter.Collation(column, context)}");
        return draft with
        {
            Parts = [.. draft.Parts, relation],
            Statements =
            [
                $"CREATE TYPE {name} AS ({string.Join(", ", columns)})",
                .. context.Comment($"TYPE {name}", type.Address),
                .. type.Columns.SelectMany(column =>
                    context.Comment($"COLUMN {name}.{Identifier.Quote(column.Name)}", relation, column.Number)),
            ],
            // An array type may go by that name until this type is made, and then makes way.
            ExistsQuery =
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_type WHERE oid = "
                    + $"pg_catalog.to_regtype({Literal.Quote(name)}) AND typtype = 'c')",
        };
    }
}
