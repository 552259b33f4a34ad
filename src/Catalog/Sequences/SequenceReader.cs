using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Sequences;

/// <summary>Reads sequences, and the current values of those in scope.</summary>
internal static class SequenceReader
{
    // The number of sequences that one statement reads; each is locked until the statement's savepoint is rolled back.
    private const int BatchSize = 500;

    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills.</summary>
    public static List<Sequence> Add(CatalogBatch batch) => batch.Read("sequences.sql", Read);

    /// <summary>Returns the same sequences with their values. A sequence's row is not versioned: what is read is at least as new as the
    /// snapshot, which is what keeps nextval from returning a number twice.</summary>
    public static async Task<IReadOnlyList<Sequence>> WithValuesAsync(
        CatalogSession session, IReadOnlyList<Sequence> sequences, CancellationToken ct)
    {
        var values = new Dictionary<uint, SequenceValue>();
        foreach (var batch in sequences.Chunk(BatchSize))
        {
            foreach (var (oid, value) in await session.QueryAsync(ValuesQuery(batch), ReadValue, ct))
                values[oid] = value;
        }
        return [.. sequences.Select(sequence => sequence with { Value = values[sequence.Oid] })];
    }

    private static string ValuesQuery(Sequence[] sequences) => string.Join(
        " UNION ALL ",
        sequences.Select(sequence =>
            $"SELECT {sequence.Oid}::pg_catalog.oid, last_value, is_called FROM {Identifier.Qualify(sequence.Name)}"));

    private static (uint Oid, SequenceValue Value) ReadValue(NpgsqlDataReader row) =>
        (row.Oid(0), new SequenceValue(row.GetInt64(1), row.Flag(2)));

    internal static Sequence Read(NpgsqlDataReader row) => new()
    {
        Oid = row.Oid(0),
        Name = row.Name(1),
        IsUnlogged = row.Letter(3) == 'u',
        Options = new SequenceOptions(
            row.Text(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.Flag(10)),
        Owner = row.TextOrNull(12) is { } column ? new SequenceOwner(row.Oid(11), column, row.Letter(13) == 'i') : null,
        Extension = row.Oid(14),
    };
}
