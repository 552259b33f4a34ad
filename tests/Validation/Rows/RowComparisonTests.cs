using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Validation.Rows;

namespace ActorMigrate.Validation.Tests.Rows;

public class RowComparisonTests
{
    private const string Keyed = """
        CREATE TABLE t (id int PRIMARY KEY, a text, b text, f float8, n numeric, bits bit(8), c char(4), raw bytea);
        INSERT INTO t SELECT i, 'a' || i, 'b' || i, i, i, B'10101010', 'c', '\x00ff' FROM generate_series(1, 100) AS i;
        INSERT INTO t VALUES (101, NULL, '', 0, 1.0, B'00000000', ' ', '');
        """;

    private static readonly ValidationOptions Full = new(ValidationDepth.Full, 0);

    [Theory]
    [InlineData("UPDATE t SET bits = B'10101011' WHERE id = 7", "Changed 7: bits 10101010 10101011")]
    [InlineData("UPDATE t SET a = 'A7' WHERE id = 7", "Changed 7: a a7 A7")]
    [InlineData("UPDATE t SET raw = '\\x01ff' WHERE id = 7", "Changed 7: raw \\x00ff \\x01ff")]
    [InlineData("DELETE FROM t WHERE id = 7", "Missing 7")]
    [InlineData("INSERT INTO t VALUES (0)", "Extra 0")]
    [InlineData("ALTER TABLE t DROP CONSTRAINT t_pkey; INSERT INTO t SELECT * FROM t WHERE id = 7", "Extra 7")]
    [InlineData("UPDATE t SET a = CASE id WHEN 7 THEN 'a8' ELSE 'a7' END WHERE id IN (7, 8)", "Changed 7: a a7 a8", "Changed 8: a a8 a7")]
    [InlineData("UPDATE t SET a = b, b = a WHERE id = 7", "Changed 7: a a7 b7, b b7 a7")]
    [InlineData("UPDATE t SET a = '' WHERE a IS NULL", "Changed 101: a NULL ")]
    [InlineData("UPDATE t SET b = NULL WHERE b = ''", "Changed 101: b  NULL")]
    [InlineData("UPDATE t SET f = '-0' WHERE f = 0", "Changed 101: f 0 -0")]
    [InlineData("UPDATE t SET n = 1.00 WHERE id = 101", "Changed 101: n 1.0 1.00")]
    [InlineData("UPDATE t SET a = a || ' ' WHERE id = 7", "Changed 7: a a7 a7 ")]
    [InlineData("UPDATE t SET a = E'\",\\\\()' WHERE id = 7", "Changed 7: a a7 \",\\()")]
    public async Task The_key_the_columns_and_both_values_of_a_row_that_differs_are_named(string change, params string[] expected)
    {
        var table = Assert.Single(await Comparing.OfAsync(Keyed, Keyed + change, Full));
        Assert.Equal((false, true), (table.Validated, table.Checksummed));
        Assert.Equal(["id"], table.Differences!.Key);
        Assert.Equal(expected, table.Differences.Rows.Select(Words).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, table.Differences.Total);
    }

    [Fact]
    public async Task Values_are_left_out_on_request()
    {
        var table = Assert.Single(
            await Comparing.OfAsync(Keyed, Keyed + "UPDATE t SET a = 'secret' WHERE id = 7", Full with { RedactValues = true }));
        var row = Assert.Single(table.Differences!.Rows);
        Assert.Equal([new ColumnValues("id", null, null)], row.Key);
        Assert.Equal([new ColumnValues("a", null, null)], row.Columns);
        Assert.Equal("(0,7)", row.SourcePlace);
    }

    [Theory]
    [InlineData("INSERT INTO t SELECT * FROM t LIMIT 3", 0, 3, 0)]
    [InlineData("DELETE FROM t WHERE ctid IN (SELECT min(ctid) FROM t GROUP BY a, b HAVING count(*) > 1)", 3, 0, 0)]
    [InlineData("UPDATE t SET b = 'B' WHERE ctid = (SELECT min(ctid) FROM t WHERE a = '7')", 1, 1, 0)]
    public async Task Rows_of_a_table_without_a_key_are_distinguished_by_all_of_their_values(
        string change, long missing, long extra, long changed)
    {
        const string rows =
            "CREATE TABLE t (a text, b text); INSERT INTO t SELECT (i % 10)::text, CASE WHEN i < 13 THEN 'b' ELSE i::text END FROM "
            + "generate_series(1, 50) AS i;"
            + "INSERT INTO t VALUES ('1', 'b'), (NULL, NULL), (NULL, NULL);";
        const string doubled = "DELETE FROM t WHERE a IN ('1', '2') AND ctid > '(0,20)' AND b = 'b';";
        var table = Assert.Single(await Comparing.OfAsync(rows + doubled, rows + doubled + change, Full));
        var found = table.Differences!;
        Assert.Empty(found.Key);
        Assert.Equal((missing, extra, changed), (found.Missing, found.Extra, found.Changed));
        Assert.All(found.Rows, row => Assert.Equal(["a", "b"], row.Columns.Select(column => column.Name)));
    }

    [Fact]
    public async Task A_table_of_other_rows_altogether_is_counted_in_full_and_shown_in_part()
    {
        const string rows = "CREATE TABLE t (id int NOT NULL, v text); CREATE UNIQUE INDEX ON t (id);";
        var table = Assert.Single(await Comparing.OfAsync(
            rows + "INSERT INTO t SELECT i, repeat('x', 5000) FROM generate_series(1, 3000) AS i",
            rows + "INSERT INTO t SELECT i, repeat('y', 5000) FROM generate_series(1001, 5000) AS i", Full));
        var found = table.Differences!;
        Assert.Equal((1000, 2000, 2000, RowComparison.MostShownRows), (found.Missing, found.Extra, found.Changed, found.Rows.Count));
        Assert.All(
            found.Rows.Where(row => row.Kind == RowDifferenceKind.Changed), row => Assert.Equal(201, row.Columns.Single().Source!.Length));
    }

    [Fact]
    public async Task The_row_of_a_partition_is_found_through_a_root_that_places_rows_otherwise()
    {
        const string rows = """
            CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
            CREATE TABLE p (m mood, id int, v text, PRIMARY KEY (m, id)) PARTITION BY HASH (m);
            CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO p SELECT (ARRAY['sad', 'ok', 'glad'])[1 + i % 3]::mood, i, 'v' FROM generate_series(1, 300) AS i;
            """;
        var table = Assert.Single(await Comparing.OfAsync(rows, rows + "UPDATE p SET v = 'w' WHERE id = 8", Full));
        Assert.Equal("p", table.Source.Name);
        var row = Assert.Single(table.Differences!.Rows);
        Assert.Equal(("glad", "8"), (row.Key[0].Source, row.Key[1].Source));
    }

    internal static string Words(RowDifference row)
    {
        var key = string.Join(",", row.Key.Select(column => column.Source ?? column.Target));
        var columns = string.Join(", ", row.Columns.Select(column => $"{column.Name} {column.Source ?? "NULL"} {column.Target ?? "NULL"}"));
        return $"{row.Kind} {key}{(columns.Length > 0 ? ": " : "")}{columns}";
    }
}
