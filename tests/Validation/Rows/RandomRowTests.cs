using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests.Rows;

/// <summary>Random rows of many types, and random changes to them. The seed names a run; the server makes the values.</summary>
public class RandomRowTests
{
    private const string Types = """
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad', '');
        CREATE TYPE pair AS (x numeric, y text);
        CREATE DOMAIN short AS varchar(5);
        """;

    /// <summary>Each column's type, and a text of a value from a few, so that rows are often equal but for little: values that compare as
    /// equal and are not the same are among them.</summary>
    private static readonly (string Type, string[] Values)[] Columns =
    [
        ("numeric", ["0", "0.0", "-1.50", "-1.5", "NaN", "1e30"]),
        ("float8", ["0", "-0", "NaN", "Infinity", "0.1", "0.10000000000000002"]),
        ("float4", ["0", "-0", "1e-7", "1.0000001e-7"]),
        ("timestamptz", ["2024-01-01 00:00:00+00", "2024-01-01 00:00:00.000001+00", "infinity", "-infinity", "0044-03-15 00:00:00+00 BC"]),
        ("jsonb", ["{}", "null", "[]", "{\"a\": 1}", "{\"a\": 1.0}", "\"\""]),
        ("json", ["{}", "{ }", "{\"a\":1,\"a\":1}", "{\"a\":1}"]),
        ("text[]", ["{}", "{NULL}", "{\"NULL\"}", "{\"\"}", "{{a}}", "[0:0]={a}", "{a}"]),
        ("int[]", ["{1,2}", "{{1,2}}", "{{1},{2}}", "[5:6]={1,2}"]),
        ("bytea", ["", "\\x00", "\\x0000", "\\x5c"]),
        ("mood", ["sad", "ok", "glad", ""]),
        ("mood[]", ["{sad}", "{\"\"}", "{}"]),
        ("pair", ["(,)", "(,\"\")", "(1,)", "(1.0,)", "(0,\",\")"]),
        ("pair[]", ["{}", "{\"(,)\"}", "{\"(1,a)\"}"]),
        ("int4range", ["empty", "[1,2)", "[1,)", "(,)"]),
        ("numrange", ["[1,2)", "[1.0,2)", "(1,2)"]),
        ("\"char\"[]", ["{a}", "{b}", "{}"]),
        ("short", ["", " ", "a", "a "]),
        ("char(3)", ["a", "b", ""]),
        ("bit varying", ["0", "00", ""]),
        ("interval", ["1 day", "24 hours", "0"]),
        ("inet", ["10.0.0.0/8", "10.0.0.0/32", "10.0.0.0/9"]),
        ("timetz", ["00:00:00+00", "01:00:00+01"]),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_changed_value_of_every_type_is_found_with_its_key_and_column(int seed)
    {
        var random = new Random(seed);
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        var rows = Filled(random, "PRIMARY KEY", 400);
        await source.ExecuteAsync(rows);
        await target.ExecuteAsync(rows);
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        var changes = "";
        foreach (var id in Enumerable.Range(1, 400).OrderBy(_ => random.Next()).Take(15))
        {
            var column = random.Next(Columns.Length);
            // A value that no other list has, or one of the list that the row does not have.
            changes +=
                $"UPDATE t SET c{column} = v.value::{Columns[column].Type} FROM (SELECT value FROM unnest({List(column)}) AS value WHERE "
                    + $"(SELECT ROW(c{column})::text FROM t WHERE id = {id}) <> ROW(value::{Columns[column].Type})::text "
                    + $"LIMIT 1) AS v WHERE id = {id};";
            expected.Add($"{id} c{column}");
        }

        await target.ExecuteAsync(changes);
        var table = Assert.Single(await Comparing.OfAsync(source, target, new ValidationOptions(ValidationDepth.Full, 0)));
        Assert.Equal(expected, table.Differences!.Rows.Select(
            row => $"{row.Key[0].Source} {string.Join(",", row.Columns.Select(column => column.Name))}").Order(StringComparer.Ordinal));
        Assert.Equal((15, 0, 0), (table.Differences.Changed, table.Differences.Missing, table.Differences.Extra));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_row_that_is_deleted_inserted_or_doubled_is_counted_without_a_key_and_repaired(int seed)
    {
        var random = new Random(seed);
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        var rows = Filled(random, "", 300);
        await source.ExecuteAsync(rows);
        await target.ExecuteAsync(rows);
        var (deleted, doubled) = (random.Next(1, 40), random.Next(1, 40));
        await target.ExecuteAsync($"DELETE FROM t WHERE id <= {deleted}; INSERT INTO t SELECT * FROM t WHERE id > {300 - doubled}");
        var table =
            Assert.Single(await Comparing.OfAsync(source, target, new ValidationOptions(ValidationDepth.Full, 0) { Repair = true }));
        Assert.Equal((deleted, doubled, 0), (table.Differences!.Missing, table.Differences.Extra, table.Differences.Changed));
        Assert.Equal((true, true), (table.Validated, table.Differences.Repaired));
    }

    [Fact]
    public async Task Rows_of_tables_with_row_security_are_all_compared()
    {
        const string rows =
            "CREATE TABLE t (id int PRIMARY KEY, v text); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL "
                + "SECURITY; INSERT INTO t SELECT i, 'v' FROM generate_series(1, 10) AS i;";
        var table = Assert.Single(
            await Comparing.OfAsync(rows, rows + "UPDATE t SET v = 'w' WHERE id = 3", new ValidationOptions(ValidationDepth.Full, 0)));
        Assert.Equal("3", Assert.Single(table.Differences!.Rows).Key[0].Source);
    }

    private static string Filled(Random random, string key, int number)
    {
        var columns = string.Join(", ", Columns.Select((column, i) => $"c{i} {column.Type}"));
        var values = string.Join(", ", Columns.Select((column, i) =>
            $"(({List(i)})[1 + floor(random() * {Columns[i].Values.Length + 1})])::{column.Type}"));
        return $"{Types} CREATE TABLE t (id int {key}, {columns}); SELECT "
            + $"setseed({random.NextDouble().ToString(System.Globalization.CultureInfo.InvariantCulture)}); "
            + $"INSERT INTO t SELECT i, {values} FROM generate_series(1, {number}) AS i;";
    }

    private static string List(int column) =>
        $"ARRAY[{string.Join(", ", Columns[column].Values.Select(Quoted))}]::text[]";

    private static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
