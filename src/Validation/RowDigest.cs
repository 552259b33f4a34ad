using ActorMigrate.Validation.Rows;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Digests the rows of a table inside the server, independent of their order. A row's text is that of its record, which quotes and
/// separates fields without ambiguity and tells NULL from an empty text. It is written by the types' output functions, never by casts,
/// because users may define casts. Two 64-bit hashes of each row are summed as exact numbers: a row that is doubled, left out or exchanged
/// changes the sums, and equal rows do not cancel out. The hashes are those of PostgreSQL's text with two seeds, where both databases have
/// the same encoding and hash function, and else the halves of the MD5 of the text in UTF-8, which takes three times as long.</summary>
internal static class RowDigest
{
    private const string RowTooLong = "54000";
    private const string OutOfMemory = "53200";

    /// <summary>Returns the number of rows and their digest, or null where this table's rows cannot be digested
    /// because a column is missing.</summary>
    public static async Task<RowSum?> OfAsync(NpgsqlConnection session, ComparedRows compared, CancellationToken cancellationToken)
    {
        if (await RowTextAsync(session, compared, cancellationToken) is not { } text)
            return null;
        await using var digest = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(Statement(text, compared)) } };
        await using var reader = await digest.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Read(reader);
    }

    /// <summary>Tells whether <paramref name="error"/> says that a row's text exceeds what a value may hold; the
    /// rows can be counted on another session.</summary>
    public static bool IsTooLong(PostgresException error) =>
        error.SqlState is RowTooLong or OutOfMemory || error.MessageText.StartsWith("invalid memory alloc", StringComparison.Ordinal);

    /// <summary>Returns the statement that digests; OFFSET 0 keeps the planner from computing each hash twice. It also keeps the sums out
    /// of parallel workers.</summary>
    internal static string Statement(string text, ComparedRows compared) => compared.SameHashes
        ? $"""
            SELECT pg_catalog.count(*), pg_catalog.concat_ws(':', pg_catalog.sum(pg_catalog.hashtextextended(written.row, 1)),
                   pg_catalog.sum(pg_catalog.hashtextextended(written.row, 2)))
            FROM (SELECT {text} AS row {compared.From} OFFSET 0) AS written
            """
        : $"""
            SELECT pg_catalog.count(*), {SumsOf("hashed.hash")}
            FROM (SELECT pg_catalog.md5({text}) AS hash {compared.From} OFFSET 0) AS hashed
            """;

    /// <summary>Reads the result of <see cref="Statement"/>, or of <see cref="TableCount.Statement"/>, which has no digest.</summary>
    internal static RowSum Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1));

    /// <summary>Returns the digest of many rows: the sums of both halves of their hashes.</summary>
    internal static string SumsOf(string hash) => $"""
        pg_catalog.concat_ws(':', pg_catalog.sum(('x' || pg_catalog.substr({hash}, 1, 16))::pg_catalog.bit(64)::pg_catalog.int8),
                                  pg_catalog.sum(('x' || pg_catalog.substr({hash}, 17))::pg_catalog.bit(64)::pg_catalog.int8))
        """;

    /// <summary>Returns a row's text, or its bytes in an encoding that both sides share, as the digest needs it; null where a column is
    /// missing.</summary>
    internal static async Task<string?> RowTextAsync(
        NpgsqlConnection session, ComparedRows compared, CancellationToken cancellationToken) =>
        (await RowTextsAsync(session, [compared], cancellationToken))[0];

    /// <summary>Returns the same for each of many tables, in one round trip.</summary>
    internal static async Task<IReadOnlyList<string?>> RowTextsAsync(
        NpgsqlConnection session, IReadOnlyList<ComparedRows> tables, CancellationToken cancellationToken) =>
        [.. (await ColumnTexts.OfAsync(session, [.. tables.Select(table => (table.Table, table.Columns!))], cancellationToken))
            .Zip(tables, (columns, table) => table.SameHashes ? columns?.RowText : columns?.Row)];
}
