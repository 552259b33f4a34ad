using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation.Rows;

/// <summary>The expressions that write columns of a table as text, the same on both sides for equal values: for the digests of rows, and
/// for the listing of rows that differ.</summary>
/// <param name="Fields">An expression for each column, in the columns' order.</param>
/// <param name="Encoding">The encoding in which this database's text can be compared with another database's.</param>
internal sealed record ColumnTexts(IReadOnlyList<string> Fields, string Encoding)
{
    // Bytes or characters of a value above which its hash is compared: a row's text, in which bytes take twice the room, has 1 GB at most.
    private const int Longest = 64 * 1024 * 1024;

    /// <summary>The bytes of a row's text.</summary>
    public string Row => Bytes(Record);

    /// <summary>A row's text in the database's own encoding.</summary>
    public string RowText => Text(Record);

    private string Record => $"ROW({string.Join(", ", Fields)})";

    /// <summary>Returns the expressions for <paramref name="columns"/>, or null where the table lacks one of them.</summary>
    public static async Task<ColumnTexts?> OfAsync(
        NpgsqlConnection session, QualifiedName table, IReadOnlyList<string> columns, CancellationToken cancellationToken) =>
        (await OfAsync(session, [(table, columns)], cancellationToken))[0];

    /// <summary>Returns the same for each of many tables, in one round trip.</summary>
    public static async Task<IReadOnlyList<ColumnTexts?>> OfAsync(
        NpgsqlConnection session, IReadOnlyList<(QualifiedName Table, IReadOnlyList<string> Columns)> tables,
        CancellationToken cancellationToken)
    {
        var columns = tables.SelectMany((table, i) => table.Columns.Select(column => (Which: i + 1, Name: column))).ToList();
        await using var command = new NpgsqlCommand(SqlText.Load(typeof(ColumnTexts).Assembly, "digest-columns.sql"), session)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = tables.Select(table => Identifier.Qualify(table.Table)).ToArray() },
                new NpgsqlParameter { Value = columns.Select(column => column.Which).ToArray() },
                new NpgsqlParameter { Value = columns.Select(column => column.Name).ToArray() },
            },
        };
        var (fields, encoding) = (tables.Select(_ => new List<string>()).ToList(), "UTF8");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var column = Identifier.Quote(reader.GetString(1));
            encoding = reader.GetString(3);
            fields[reader.GetInt32(0) - 1].Add(reader.IsDBNull(2)
                ? Shortened(column, reader.TextOrNull(4), encoding)
                : $"{column}::{reader.GetString(2)}");
        }

        return [.. tables.Zip(fields, (table, found) => found.Count < table.Columns.Count ? null : new ColumnTexts(found, encoding))];
    }

    // Lengths in characters are the same in every encoding; the length in bytes, which is at hand, is never shorter.
    private static string Shortened(string column, string? longValue, string encoding) => longValue switch
    {
        "bytes" => $"CASE WHEN pg_catalog.octet_length({column}) > {Longest} THEN pg_catalog.sha256({column}) ELSE {column} END",
        "text" => $"CASE WHEN pg_catalog.octet_length({column}) > {Longest} AND pg_catalog.length({column}) > {Longest} "
            + $"THEN pg_catalog.md5(pg_catalog.convert_to({column}, {Literal.Quote(encoding)})) ELSE {column} END",
        _ => column,
    };

    /// <summary>Returns the hash of one field's text.</summary>
    public string HashOf(string field) => $"pg_catalog.md5({Bytes($"ROW({field})")})";

    /// <summary>Returns the beginning of the text of a record of one field.</summary>
    public static string StartOf(string field, int length) => $"pg_catalog.left({Text($"ROW({field})")}, {length})";

    private static string Text(string record) => $"pg_catalog.textin(pg_catalog.record_out({record}))";

    private string Bytes(string record) => $"pg_catalog.convert_to({Text(record)}, {Literal.Quote(Encoding)})";
}
