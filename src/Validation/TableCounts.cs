using ActorMigrate.Control.Tasks;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Counts and checksums the rows of many small tables on one session, as <see cref="TableCount"/> does with one, and with few
/// round trips: one asks what prevents a digest, and the statements of some twenty tables are sent at a time.</summary>
internal static class TableCounts
{
    private const int TablesAtATime = 20;

    /// <summary>Returns the sums of <paramref name="tables"/> in their order. A <see cref="BrokenLotException"/> names the task whose
    /// statement failed, by <paramref name="lot"/>, which is in the same order. <paramref name="moved"/> is called for each that is
    /// done.</summary>
    public static async Task<IReadOnlyList<RowSum>> OfAsync(
        NpgsqlConnection session, IReadOnlyList<ComparedRows> tables, IReadOnlyList<LotMember> lot, IMoved moved,
        CancellationToken cancellationToken)
    {
        var sums = new RowSum?[tables.Count];
        var statements = await StatementsAsync(session, tables, cancellationToken);
        foreach (var some in statements.Keys.Order().Chunk(TablesAtATime))
        {
            await ReadAsync(session, [.. some.Select(i => (i, statements[i]))], sums, lot, cancellationToken);
            moved.Add(some.Length, 0);
        }

        for (var i = 0; i < tables.Count; i++)
        {
            if (sums[i] is not null)
                continue;
            var table = tables[i];
            sums[i] = await Lot.OfAsync(lot[i], () => TableCount.OfAsync(session, table, cancellationToken));
            moved.Add(1, 0);
        }

        return sums!;
    }

    /// <summary>Returns, by its place, the statement for each table that a query may read: its digest, or its count where no columns are
    /// compared or one of them is missing.</summary>
    private static async Task<IReadOnlyDictionary<int, string>> StatementsAsync(
        NpgsqlConnection session, IReadOnlyList<ComparedRows> tables, CancellationToken cancellationToken)
    {
        var unplanned =
            await PlannedCode.OfAsync(session, [.. tables.Select(table => (table.Table, table.WithPartitions))], cancellationToken);
        var planned = Enumerable.Range(0, tables.Count).Where(i => !unplanned.ContainsKey(i)).ToList();
        var digested = planned.Where(i => tables[i] is { Columns.Count: > 0 }).ToList();
        var texts = digested.Count == 0
            ? []
            : await RowDigest.RowTextsAsync(session, [.. digested.Select(i => tables[i])], cancellationToken);
        var textOf = digested.Zip(texts).ToDictionary(one => one.First, one => one.Second);
        return planned.ToDictionary(i => i, i => textOf.GetValueOrDefault(i) is { } text
            ? RowDigest.Statement(text, tables[i])
            : TableCount.Statement(tables[i]));
    }

    private static async Task ReadAsync(
        NpgsqlConnection session, IReadOnlyList<(int Place, string Statement)> tables, RowSum?[] sums, IReadOnlyList<LotMember> lot,
        CancellationToken cancellationToken)
    {
        await using var batch = session.BatchOf(tables.Select(table => table.Statement));
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            foreach (var (place, _) in tables)
            {
                await reader.ReadAsync(cancellationToken);
                sums[place] = RowDigest.Read(reader);
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (PostgresException error)
            when (error.BatchCommand is NpgsqlBatchCommand command && batch.BatchCommands.IndexOf(command) is >= 0 and var index)
        {
            throw new BrokenLotException(lot[tables[index].Place].Task.Id, error);
        }
    }
}
