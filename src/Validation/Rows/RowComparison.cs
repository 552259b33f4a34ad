using System.Runtime.CompilerServices;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Validation.Rows;

/// <summary>Finds the rows by which a table differs, in two more reads of it on each side: the first digests ranges of rows, the second
/// compares the hashes of rows in the ranges that differ. Only hashes leave the servers, but for the rows that are shown.</summary>
internal sealed class RowComparison(OpenSession openSource, OpenSession openTarget, bool redacted)
{
    /// <summary>The most rows of a table that are shown.</summary>
    public const int MostShownRows = 20;

    /// <summary>Returns what differs, or null where the sides cannot be divided or have become equal.</summary>
    public async Task<FoundDifferences?> OfAsync(ComparedRows source, ComparedRows target, CancellationToken cancellationToken)
    {
        await using var here = await openSource(SessionPurpose.Validation, cancellationToken);
        await using var there = await openTarget(SessionPurpose.Validation, cancellationToken);
        var key = await KeyAsync(here, source, cancellationToken);
        if (await SideAsync(here, source, key, cancellationToken) is not { } ours
            || await SideAsync(there, target, key, cancellationToken) is not { } theirs)
            return null;
        var ranges = await DifferingAsync(ours, theirs, cancellationToken);
        if (ranges.Count == 0)
            return null;
        var merge = new HashMerge(MostShownRows);
        await merge.RunAsync(
            ReadAsync(here, ours.Rows.HashesIn(ranges), cancellationToken),
            ReadAsync(there, theirs.Rows.HashesIn(ranges), cancellationToken));
        var shown = new ShownRows(ours, theirs, source.Columns!, key, redacted);
        var differences = new TableDifferences
        {
            Key = key,
            Ranges = HashedRows.Ranges,
            RangesDiffering = ranges.Count,
            Missing = merge.Missing,
            Extra = merge.Extra,
            Changed = merge.Changed,
            Rows = await shown.OfAsync(merge.Found, cancellationToken),
            Redacted = redacted,
        };
        return new FoundDifferences(differences, ours.Rows, theirs.Rows, ranges);
    }

    private static async Task<IReadOnlyList<string>> KeyAsync(
        NpgsqlConnection session, ComparedRows rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<LargeObjectSum>("row-key.sql"), session)
        {
            Parameters = { new NpgsqlParameter { Value = Identifier.Qualify(rows.Table) }, new NpgsqlParameter
                { Value = rows.Columns!.ToArray() } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as string[] ?? [];
    }

    private static async Task<ComparedSide?> SideAsync(
        NpgsqlConnection session, ComparedRows rows, IReadOnlyList<string> key, CancellationToken cancellationToken)
    {
        if (await TextsAsync(rows.Columns!) is not { } columns)
            return null;
        var keyed = key.Count == 0 ? null : await TextsAsync(key);
        return new ComparedSide(session, columns, new HashedRows(rows, keyed?.Row, columns.Row));

        // Where both sides hash text alike, its bytes are the same in each database's own encoding.
        async Task<ColumnTexts?> TextsAsync(IReadOnlyList<string> of) =>
            await ColumnTexts.OfAsync(session, rows.Table, of, cancellationToken) is { } texts
                ? rows.SameHashes ? texts with { Encoding = session.PostgresParameters["server_encoding"] } : texts
                : null;
    }

    /// <summary>Returns the ranges whose numbers of rows or digests differ.</summary>
    private static async Task<IReadOnlyList<int>> DifferingAsync(
        ComparedSide source, ComparedSide target, CancellationToken cancellationToken)
    {
        var digests = await Task.WhenAll(DigestsAsync(source, cancellationToken), DigestsAsync(target, cancellationToken));
        return [.. digests[0].Except(digests[1]).Concat(digests[1].Except(digests[0])).Select(digest => digest.Range).Distinct().Order()];
    }

    private static async Task<IReadOnlyList<(int Range, long Rows, string Digest)>> DigestsAsync(
        ComparedSide side, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(side.Session) { BatchCommands = { new NpgsqlBatchCommand(side.Rows.DigestsOfRanges()) } };
        return await batch.ReadAllAsync(row => (row.GetInt32(0), row.GetInt64(1), row.GetString(2)), cancellationToken);
    }

    /// <summary>Returns the hashes that <paramref name="statement"/> returns, as they come.</summary>
    internal static async IAsyncEnumerable<HashedRow> ReadAsync(
        NpgsqlConnection session, string statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return new HashedRow(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3));
    }
}

/// <summary>One side of a table whose rows are compared.</summary>
internal sealed record ComparedSide(NpgsqlConnection Session, ColumnTexts Columns, HashedRows Rows);

/// <summary>The differences, and the statements that found them.</summary>
internal sealed record FoundDifferences(TableDifferences Table, HashedRows Source, HashedRows Target, IReadOnlyList<int> Ranges);
