using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Summary;

/// <summary>Says in lines how a table differs: the numbers of rows, and the first rows that were found.</summary>
internal static class DifferenceWords
{
    /// <summary>Returns the lines for <paramref name="table"/>, the first of which names it.</summary>
    public static IEnumerable<string> Of(TableSummary table)
    {
        yield return $"{table.Source}: {(table.Validated == true ? "differed" : NumbersOf(table))}";
        if (table.Differences is not { } found)
        {
            if (table is { Validated: false, Checksummed: false, AreLargeObjects: false, Error: null })
                yield return "  only its rows were counted; to name those that differ, run actormigrate validate --validate full "
                    + "--include-tables " + Pattern(table.Source.ToString());
            yield break;
        }

        yield return $"  {string.Join(", ", CountsOf(found))}, in {Amounts.Count(found.RangesDiffering)} of "
            + $"{Amounts.Count(found.Ranges)} ranges"
            + (found.Key.Count > 0 ? $" by ({string.Join(", ", found.Key)})" : " (the table has no key)");
        foreach (var row in found.Rows)
            yield return "  " + Of(row, found);
        if (found.Total > found.Rows.Count)
            yield return $"  … and {Amounts.Count(found.Total - found.Rows.Count)} more";
        if (found.Repaired)
            yield return table.Validated == true
                ? "  repaired: the rows are equal now"
                : "  repaired, and different again: something writes to the target";
        if (found.NotRepaired is { } reason)
            yield return $"  not repaired: {reason}";
    }

    private static string NumbersOf(TableSummary table) => table.SourceRows == table.TargetRows && table.Checksummed
        ? $"{Amounts.Count(table.SourceRows ?? 0)} rows on both sides, with other values in the target"
        : $"{Amounts.Count(table.SourceRows ?? 0)} rows in the source, {Amounts.Count(table.TargetRows ?? 0)} in the target";

    /// <summary>Returns a table's name as a pattern in a shell; a character that the shell or the list of patterns would take for its own
    /// is any.</summary>
    private static string Pattern(string table) => $"'{string.Concat(table.Select(one => IsPlain(one) ? one : '?'))}'";

    private static bool IsPlain(char one) => one is not (',' or '\'') && !char.IsWhiteSpace(one) && !char.IsControl(one);

    private static IEnumerable<string> CountsOf(TableDifferences found) =>
        new[] { (found.Missing, "missing in the target"), (found.Extra, "only in the target"), (found.Changed, "with other values") }
            .Where(count => count.Item1 > 0)
            .Select(count => $"{Amounts.Count(count.Item1, "row")} {count.Item2}");

    private static string Of(RowDifference row, TableDifferences found)
    {
        var isChanged = row.Kind == RowDifferenceKind.Changed;
        var named = found.Key.Count > 0 ? row.Key : row.Columns;
        var values = named.Select(column => $"{column.Name} = {Literal(row.SourcePlace is null ? column.Target : column.Source)}");
        var name = found.Redacted ? $"row at {Place(row)}" : $"({string.Join(", ", values)})";
        return row.Kind switch
        {
            RowDifferenceKind.Missing => $"missing in the target: {name}",
            RowDifferenceKind.Extra => $"only in the target: {name}",
            _ => $"other values: {name}: {string.Join("; ", row.Columns.Select(column => Of(column, found.Redacted)))}",
        } + (isChanged && row.Columns.Count == 0 ? "changed again since it was found" : "");
    }

    private static string Place(RowDifference row) =>
        row.SourcePlace is { } place ? $"ctid {place} of the source" : $"ctid {row.TargetPlace} of the target";

    private static string Of(ColumnValues column, bool redacted) =>
        redacted ? column.Name : $"{column.Name} is {Literal(column.Source)} in the source, {Literal(column.Target)} in the target";

    private static string Literal(string? value) => value is null ? "NULL" : $"'{value}'";
}
