using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class AnalyzeTests
{
    // Autovacuum is kept away: it would gather statistics, too, if the run took long.
    private const string Schema = """
        CREATE TABLE plain (id int PRIMARY KEY, a int, b int) WITH (autovacuum_enabled = off);
        CREATE INDEX plain_sum ON plain ((a + b));
        CREATE STATISTICS plain_ab ON a, b FROM plain;
        INSERT INTO plain SELECT i, i % 10, i % 10 FROM generate_series(1, 1000) AS i;
        CREATE TABLE root (id int) PARTITION BY RANGE (id);
        CREATE TABLE low PARTITION OF root FOR VALUES FROM (0) TO (100) WITH (autovacuum_enabled = off);
        CREATE TABLE high PARTITION OF root FOR VALUES FROM (100) TO (1000) PARTITION BY LIST (id);
        CREATE TABLE rest PARTITION OF high DEFAULT WITH (autovacuum_enabled = off);
        INSERT INTO root SELECT generate_series(1, 500);
        """;

    private const string Analyzed = """
        SELECT string_agg(DISTINCT tablename || CASE WHEN inherited THEN ' and below' ELSE '' END, ', ' ORDER BY tablename || CASE WHEN inherited THEN ' and below' ELSE '' END)
        FROM pg_stats WHERE schemaname = 'public'
        """;

    [Fact]
    public async Task Statistics_are_there_for_rows_partitioned_tables_expressions_and_statistics_objects()
    {
        await using var pair = await Pair.OfAsync(Schema);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Equal("high and below, low, plain, plain_sum, rest, root and below", await pair.Target.ScalarAsync<string>(Analyzed));
        Assert.True(
            await pair.Target.ScalarAsync<bool>("SELECT dependencies IS NOT NULL FROM pg_stats_ext WHERE statistics_name = 'plain_ab'"));
    }

    [Fact]
    public async Task Functions_that_fail_in_it_cost_a_table_nothing_but_its_statistics_and_are_named()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE FUNCTION half(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 / 2; END';
            CREATE TABLE plain (id int PRIMARY KEY, a int) WITH (autovacuum_enabled = off);
            INSERT INTO plain SELECT i, i FROM generate_series(1, 100) AS i;
            CREATE STATISTICS plain_half ON (half(a)), a FROM plain;
            CREATE TABLE root (id int) PARTITION BY RANGE (id);
            CREATE TABLE leaf PARTITION OF root DEFAULT WITH (autovacuum_enabled = off);
            INSERT INTO root VALUES (1);
            CREATE STATISTICS root_half ON (half(id)), id FROM root;
            CREATE OR REPLACE FUNCTION half(int) RETURNS int LANGUAGE plpgsql IMMUTABLE
                AS 'BEGIN RAISE EXCEPTION ''no half of %'', $1; END';
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Equal(
            ["analyze public.plain", "analyze public.root"],
            summary.Findings.Select(finding => finding.Object).Order(StringComparer.Ordinal));
        Assert.All(summary.Findings, finding => Assert.Contains("no half of", finding.Message, StringComparison.Ordinal));
        Assert.Contains("ANALYZE \"public\".\"", summary.Findings[0].Remedy, StringComparison.Ordinal);
        Assert.Null(await pair.Target.ScalarAsync<string?>(Analyzed));
    }

    [Fact]
    public async Task They_are_left_to_autovacuum_on_request()
    {
        await using var pair = await Pair.OfAsync(Schema);
        var summary = await pair.MigrateAsync(Migrating.Defaults with { Analyze = false });
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Null(await pair.Target.ScalarAsync<string?>(Analyzed));
    }

    [Fact]
    public async Task No_other_server_is_asked_for_the_rows_of_foreign_tables()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER nowhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1');
            CREATE USER MAPPING FOR PUBLIC SERVER nowhere;
            CREATE TABLE root (id int) PARTITION BY RANGE (id);
            CREATE TABLE here PARTITION OF root FOR VALUES FROM (0) TO (100);
            CREATE FOREIGN TABLE there PARTITION OF root FOR VALUES FROM (100) TO (200) SERVER nowhere;
            INSERT INTO here SELECT generate_series(1, 50);
            CREATE TABLE parent (id int);
            CREATE FOREIGN TABLE child () INHERITS (parent) SERVER nowhere;
            """);
        var summary = await pair.MigrateAsync();
        Assert.Empty(summary.Findings);
        Assert.Equal("here", await pair.Target.ScalarAsync<string>(Analyzed));
    }

    [Theory]
    [InlineData(MigrationContent.Everything)]
    [InlineData(MigrationContent.DataOnly)]
    public async Task No_other_server_is_asked_for_the_rows_of_foreign_tables_that_only_the_target_has(MigrationContent content)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE root (id int) PARTITION BY RANGE (id);
            CREATE TABLE here PARTITION OF root FOR VALUES FROM (0) TO (100) WITH (autovacuum_enabled = off);
            CREATE TABLE parent (id int) WITH (autovacuum_enabled = off);
            """);
        Pair.AssertSucceeded(await pair.MigrateAsync());
        await pair.Target.ExecuteAsync("""
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER nowhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1');
            CREATE USER MAPPING FOR PUBLIC SERVER nowhere;
            CREATE FOREIGN TABLE there PARTITION OF root FOR VALUES FROM (100) TO (200) SERVER nowhere;
            CREATE FOREIGN TABLE child () INHERITS (parent) SERVER nowhere;
            """);
        await pair.Source.ExecuteAsync("INSERT INTO here SELECT generate_series(1, 50); INSERT INTO parent SELECT generate_series(1, 50)");

        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate, Content = content });

        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Equal("here", await pair.Target.ScalarAsync<string>(Analyzed));
        Assert.Equal(
            ["analyze public.parent: public.child", "analyze public.root: public.there"],
            summary.Findings.Where(finding => finding.Object.StartsWith("analyze ", StringComparison.Ordinal))
                .Select(finding => $"{finding.Object}: {finding.Message.Split("read ")[1].Split(',')[0]}").Order(StringComparer.Ordinal));
    }
}
