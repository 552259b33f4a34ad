using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Copying;

/// <summary>Chooses how each table's rows travel.</summary>
internal static class CopyShapes
{
    public static CopyShape Of(IReadOnlyList<Column> columns, IReadOnlyDictionary<uint, ColumnType> types)
    {
        var copied = columns.Where(column => !column.IsGenerated).ToList();
        var text = copied
            .Select(column => (column.Name, Why: CopyFormat.WhyText(column.TypeOid, types)))
            .FirstOrDefault(column => column.Why is not null);
        return new CopyShape
        {
            Columns = [.. copied.Select(column => column.Name)],
            Binary = text.Why is null,
            Reason = text.Why is null
                ? "binary: every column's type is the same in both clusters"
                : $"text: column {text.Name}: {text.Why}",
        };
    }
}
