using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation.Rows;

/// <summary>Reads the differing rows that are shown, at most <see cref="RowComparison.MostShownRows"/>, by their places on each side, and
/// finds the columns that differ. The servers cut long values.</summary>
internal sealed class ShownRows(
    ComparedSide source, ComparedSide target, IReadOnlyList<string> columns, IReadOnlyList<string> key, bool redacted)
{
    /// <summary>Returns the shown rows of <paramref name="found"/>. A row that has changed its place since it was found has no
    /// values.</summary>
    public async Task<IReadOnlyList<RowDifference>> OfAsync(IReadOnlyList<FoundDifference> found, CancellationToken cancellationToken)
    {
        var shown = new List<RowDifference>(found.Count);
        foreach (var difference in found)
        {
            var here = await ReadAsync(source, difference.Source, cancellationToken);
            var there = await ReadAsync(target, difference.Target, cancellationToken);
            shown.Add(new RowDifference
            {
                Kind = difference.Kind,
                Key = [.. key.Select(column => Values(column, here, there))],
                Columns = [.. Differing(difference.Kind, here, there).Select(column => Values(column, here, there))],
                SourcePlace = PlaceOf(difference.Source),
                TargetPlace = PlaceOf(difference.Target),
            });
        }

        return shown;
    }

    private IEnumerable<string> Differing(RowDifferenceKind kind, ReadRow? here, ReadRow? there) =>
        kind != RowDifferenceKind.Changed ? (key.Count == 0 ? columns : [])
        : here is null || there is null ? []
        : columns.Where((_, i) => here.Hashes[i] != there.Hashes[i]);

    private ColumnValues Values(string column, ReadRow? here, ReadRow? there)
    {
        var place = columns.Index().First(one => one.Item == column).Index;
        return redacted ? new ColumnValues(column, null, null) : new ColumnValues(column, here?.Values[place], there?.Values[place]);
    }

    private static string? PlaceOf(HashedRow? row) => row?.Place.Split(' ', 2)[1];

    private static async Task<ReadRow?> ReadAsync(ComparedSide side, HashedRow? row, CancellationToken cancellationToken)
    {
        if (row is null)
            return null;
        var place = row.Place.Split(' ', 2);
        var starts = side.Columns.Fields.Select(field => ColumnTexts.StartOf(field, ShownValue.MostRead));
        var statement = $"""
            SELECT ARRAY[{string.Join(", ", side.Columns.Fields.Select(side.Columns.HashOf))}]::pg_catalog.text[],
                   ARRAY[{string.Join(", ", starts)}]::pg_catalog.text[]
            {(side.Rows.Compared with { Condition = null }).From}
            WHERE tableoid = {Literal.Quote(place[0])}::pg_catalog.oid AND ctid = {Literal.Quote(place[1])}::pg_catalog.tid
            """;
        await using var batch = new NpgsqlBatch(side.Session) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ReadRow(reader.GetFieldValue<string[]>(0), [.. reader.GetFieldValue<string[]>(1).Select(ShownValue.Of)])
            : null;
    }

    private sealed record ReadRow(string[] Hashes, string?[] Values);
}
