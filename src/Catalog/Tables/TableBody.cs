using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Writes what stands between the table's name and its storage: columns, checks, parents.</summary>
internal static class TableBody
{
    public static string Write(Table table, IReadOnlyList<Constraint> checks, DdlContext context)
    {
        var parents = Ancestry.IsAdopted(table) ? [] : Ancestry.ParentsOf(table, context).ToList();
        var constraints = checks.Select(check => $"CONSTRAINT {Identifier.Quote(check.Name)} {check.Definition}");
        if (table.Parents.OfType is { } type)
        {
            var altered = table.Columns.Select(column => WithOptions(table, column, context)).OfType<string>();
            return $"OF {type}{Optional(altered.Concat(constraints))}";
        }
        var columns = table.Columns
            .Where(column => column.IsLocal || parents.Count == 0)
            .Select(column => ColumnWriter.Define(table, column, context));
        var inherits = parents.Count > 0
            ? $" INHERITS ({string.Join(", ", parents.Select(parent => context.Qualify(parent.Name)))})"
            : "";
        if (parents.Count > 0)
            constraints = table.Columns.Where(column => !column.IsLocal)
                .Select(column => ColumnWriter.InheritedNotNull(column, parents, context)).OfType<string>().Concat(constraints);
        return $"({string.Join(",", columns.Concat(constraints).Select(item => $"\n    {item}"))}\n){inherits}";
    }

    private static string? WithOptions(Table table, Column column, DdlContext context)
    {
        var properties = ColumnWriter.Properties(table, column, context);
        return properties.Length > 0 ? $"{Identifier.Quote(column.Name)} WITH OPTIONS{properties}" : null;
    }

    private static string Optional(IEnumerable<string> items)
    {
        var list = items.ToList();
        return list.Count > 0 ? $" ({string.Join(", ", list)})" : "";
    }
}
