using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests.Rows;

public class RowRepairTests
{
    private const string Rows = """
        CREATE TABLE parent (id int PRIMARY KEY, v text);
        INSERT INTO parent SELECT i, 'v' || i FROM generate_series(1, 500) AS i;
        CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent int REFERENCES parent ON DELETE CASCADE, twice int GENERATED ALWAYS AS (parent * 2) STORED);
        INSERT INTO child (parent) SELECT i FROM generate_series(1, 500) AS i;
        CREATE TABLE keyless (a text, b float8);
        INSERT INTO keyless SELECT i % 50, i % 7 FROM generate_series(1, 500) AS i;
        CREATE TABLE p (n int, v text) PARTITION BY LIST (n);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
        INSERT INTO p SELECT 1 + i % 2, i FROM generate_series(1, 100) AS i;
        """;

    private static readonly ValidationOptions Repairing = new(ValidationDepth.Full, 0) { Repair = true };

    [Fact]
    public async Task Rows_that_were_changed_deleted_inserted_and_doubled_are_as_in_the_source_again()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(Rows);
        await target.ExecuteAsync(Rows + """
            SET session_replication_role = replica;
            UPDATE parent SET v = NULL WHERE id = 7; DELETE FROM parent WHERE id IN (8, 9); INSERT INTO parent VALUES (1000, 'x');
            DELETE FROM child WHERE parent = 30;
            INSERT INTO keyless SELECT * FROM keyless LIMIT 3; UPDATE keyless SET b = '-0' WHERE b = 0;
            UPDATE p1 SET v = 'w' WHERE v = '50';
            """);
        var found = await Comparing.OfAsync(source, target, Repairing);
        Assert.All(found, table =>
            Assert.Equal((true, true, null), (table.Validated, table.Differences?.Repaired ?? true, table.Differences?.NotRepaired)));
        Assert.Equal(["child", "keyless", "p1", "parent"], found.Where(table => table.Differences is not null)
            .Select(table => table.Source.Name).Order());
        Assert.All(
            await Comparing.OfAsync(source, target, Repairing), table => Assert.Equal((true, null), (table.Validated, table.Differences)));
        // The parent's rows were deleted and came again; nothing followed them.
        Assert.Equal(500, await target.ScalarAsync<long>("SELECT count(*) FROM child"));
    }

    [Theory]
    [InlineData("CREATE FUNCTION f(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (v text, CHECK (f(v) = 1));",
        "its definition calls function public.f(text)")]
    [InlineData(
        "CREATE FUNCTION f(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (v text, g int "
            + "GENERATED ALWAYS AS (f(v)) STORED);", "its definition calls function public.f(text)")]
    [InlineData(
        "CREATE FUNCTION f(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE DOMAIN d AS text CHECK "
            + "(f(VALUE) = 1); CREATE TABLE t (v d);", "its definition calls function public.f(text)")]
    [InlineData(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TABLE t (v text); CREATE TRIGGER g "
            + "BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t ENABLE ALWAYS TRIGGER g;", "trigger g fires")]
    public async Task A_table_whose_rows_would_run_users_code_is_left_as_it_is_and_says_why(string definition, string reason)
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(definition + "ALTER TABLE t DISABLE TRIGGER ALL; INSERT INTO t VALUES ('a');");
        await target.ExecuteAsync(definition);
        var table = Assert.Single(await Comparing.OfAsync(source, target, Repairing));
        Assert.Equal((false, false, reason), (table.Validated, table.Differences!.Repaired, table.Differences.NotRepaired));
        Assert.Equal(0, await target.ScalarAsync<long>("SELECT count(*) FROM t"));
    }
}
