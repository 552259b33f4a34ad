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
            ExistsQuery = ExistsQuery(type, name, context),
        };
    }

    // Fields in another order would swap values without an error, and those of another collation compare otherwise. An array type may go
    // by that name until this type is made, and then makes way.
    private static string ExistsQuery(CompositeType type, string name, DdlContext context)
    {
        var fields = type.Columns.Select(column => Literal.Quote(
            $"{column.Name} {column.TypeName}{(column.Collation is { } collation ? $" {context.Mapped(collation)}" : "")}"));
        return $"""
            SELECT EXISTS (SELECT FROM pg_catalog.pg_type AS t
             WHERE t.oid = pg_catalog.to_regtype({Literal.Quote(name)}) AND t.typtype = 'c'
               AND ARRAY(SELECT a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
                                || coalesce(' ' || n.nspname || '.' || c.collname, '')
                           FROM pg_catalog.pg_attribute AS a
                           LEFT JOIN pg_catalog.pg_type AS field ON field.oid = a.atttypid
                           LEFT JOIN pg_catalog.pg_collation AS c ON c.oid = a.attcollation AND a.attcollation <> field.typcollation
                           LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
                          WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                          ORDER BY a.attnum) = ARRAY[{string.Join(", ", fields)}]::pg_catalog.text[])
            """;
    }
}
