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
            fields[reader.GetInt32(0) - 1].Add(reader.IsDBNull(2) ? column : $"{column}::{reader.GetString(2)}");
            encoding = reader.GetString(3);
        }

        return [.. tables.Zip(fields, (table, found) => found.Count < table.Columns.Count ? null : new ColumnTexts(found, encoding))];
    }

    /// <summary>Returns the hash of one field's text.</summary>
    public string HashOf(string field) => $"pg_catalog.md5({Bytes($"ROW({field})")})";

    /// <summary>Returns the beginning of the text of a record of one field.</summary>
    public static string StartOf(string field, int length) => $"pg_catalog.left({Text($"ROW({field})")}, {length})";

    private static string Text(string record) => $"pg_catalog.textin(pg_catalog.record_out({record}))";

    private string Bytes(string record) => $"pg_catalog.convert_to({Text(record)}, {Literal.Quote(Encoding)})";
}
