using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

public sealed class GeneratedColumnTests
{
    private const string Tables = """
        CREATE TABLE p (a int, b int) PARTITION BY RANGE (a); CREATE TABLE leaf (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
        ALTER TABLE p ATTACH PARTITION leaf FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1), (2);
        CREATE TABLE parent (a int, b int); CREATE TABLE child (b int GENERATED ALWAYS AS (a + 1) STORED) INHERITS (parent); INSERT INTO child (a) VALUES (3);
        CREATE TABLE generated (a int, b int GENERATED ALWAYS AS (a * 2) STORED); CREATE TABLE below () INHERITS (generated); INSERT INTO below VALUES (4);
        """;

    private const string Remedy = """
        ALTER TABLE p DETACH PARTITION leaf; ALTER TABLE leaf ALTER COLUMN b DROP EXPRESSION; ALTER TABLE p ATTACH PARTITION leaf FOR VALUES FROM (0) TO (10);
        ALTER TABLE child NO INHERIT parent; ALTER TABLE child ALTER COLUMN b DROP EXPRESSION; ALTER TABLE child INHERIT parent;
        """;

    [Fact]
    public async Task A_generated_column_below_a_plain_one_is_refused_where_the_target_does_not_take_it()
    {
        await using var pair = await Pair.OfAsync(Tables, 18);
        var check = await CheckRun.OfAsync(pair.Source, pair.Target);
        check.ShouldSay("definitions", "fail", "public.leaf.b (below public.p)", "public.child.b (below public.parent)", "DROP EXPRESSION");
        (await Cli.MigrateAsync(pair.Source, pair.Target)).ShouldRefuse(2, "public.leaf.b", "--exclude-tables");
        await pair.Source.ExecuteAsync(Remedy);
        await pair.MigrateExactlyAsync();
        Assert.Equal("2 4 4", await pair.Target.ScalarAsync<string>(
            "SELECT string_agg(b::text, ' ' ORDER BY a) FROM (SELECT a, b FROM p UNION ALL SELECT a, b FROM parent) AS r"));
    }

    [Fact]
    public async Task It_arrives_where_the_target_takes_it()
    {
        await using var pair = await Pair.OfAsync(Tables);
        (await CheckRun.OfAsync(pair.Source, pair.Target)).ShouldSay("definitions", "pass");
        await pair.MigrateExactlyAsync();
        await pair.AssertSameDumpAsync();
    }
}
