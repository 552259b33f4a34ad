namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary>Objects that flags leave out or rename, through the whole program.</summary>
public sealed class LeaveOutTests
{
    [Fact]
    public async Task Left_out_objects_are_reported_before_the_target_is_touched_and_are_no_failure()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE EXTENSION hstore; CREATE TABLE tagged (id int PRIMARY KEY, tags hstore); CREATE TABLE plain (id int PRIMARY KEY REFERENCES tagged);
            CREATE VIEW v AS SELECT * FROM plain; CREATE VIEW w AS SELECT * FROM tagged; INSERT INTO tagged VALUES (1, 'a=>1'); INSERT INTO plain VALUES (1);
            """);
        var run = await Cli.MigrateAsync(pair.Source, pair.Target, "--skip-extensions", "--progress", "plain");
        Assert.True(run.ExitCode == 0, run.Printed);
        var told = run.Error.IndexOf(
            "will be left out: table public.tagged. It needs extension hstore, which is left out.", StringComparison.Ordinal);
        Assert.InRange(told, 0, run.Error.IndexOf("migration ", StringComparison.Ordinal));
        Assert.Contains("Left out, as asked: 4 objects", run.Out, StringComparison.Ordinal);
        Assert.Equal(1, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM v"));
        Assert.False(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('tagged') IS NOT NULL"));
    }

    [Fact]
    public async Task Partitions_can_be_migrated_one_after_the_other_under_the_parent_that_the_first_brought()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE events (id int GENERATED ALWAYS AS IDENTITY, d int, note text, PRIMARY KEY (id, d)) PARTITION BY LIST (d); CREATE INDEX ON events (note);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1); CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2);
            CREATE TABLE above (a int, t timestamptz DEFAULT now()); CREATE TABLE below (b int) INHERITS (above);
            INSERT INTO events (d, note) SELECT 1 + i % 2, 'n' || i FROM generate_series(1, 100) AS i; INSERT INTO above VALUES (1); INSERT INTO below (a, b) VALUES (2, 2);
            """);
        var first = await Cli.MigrateAsync(pair.Source, pair.Target, "--include-tables", "events_1,below", "--progress", "plain");
        Assert.True(first.ExitCode == 0, first.Printed);
        Assert.Contains("also migrated, because an object in scope needs it: table public.events, its definition alone", first.Error,
            StringComparison.Ordinal);
        Assert.Equal("50 0 1", await pair.Target.ScalarAsync<string>(
            "SELECT (SELECT count(*) FROM events) || ' ' || (SELECT count(*) FROM ONLY above) || ' ' || (SELECT count(*) FROM above)"));

        foreach (var flag in new[] { "--no-analyze", "--drop-existing-tables" })
            (await Cli.MigrateAsync(pair.Source, pair.Target, "--include-tables", "events_2", flag))
                .ShouldRefuse(2, "public.events", "--truncate-existing-tables");
        var second = await Cli.MigrateAsync(pair.Source, pair.Target, "--include-tables", "events_2", "--truncate-existing-tables");
        Assert.True(second.ExitCode == 0, second.Printed);
        Assert.Equal(100, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(2, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass"));
        Assert.True(await pair.Target.ScalarAsync<bool>(
            "SELECT bool_and(indisvalid) AND count(*) = 2 FROM pg_index WHERE indrelid = 'events'::regclass"));

        Assert.Equal(0, (await Cli.RunAsync("validate", "--source", pair.Source.Noted().Uri, "--target", pair.Target.Noted().Uri,
            "--include-tables", "events_2,below")).ExitCode);
    }

    [Theory]
    [InlineData("vew", "did you mean view?")]
    [InlineData("table", "not a kind of object that can be left out")]
    public async Task A_kind_that_cannot_be_left_out_is_bad_usage(string kind, string meant)
    {
        (await Cli.MigrateAsync("host=/nowhere", "host=/nowhere", "--skip", kind)).ShouldRefuse(1, $"'{kind}'", meant);
    }

    [Fact]
    public async Task A_role_that_the_target_lacks_is_refused_before_anything_is_touched()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE t (id int)");
        (await Cli.MigrateAsync(pair.Source, pair.Target, "--role-map", "pg_monitor=nobody_there"))
            .ShouldRefuse(2, "nobody_there", "--role-map");
        Assert.False(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('t') IS NOT NULL"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("=b")]
    [InlineData("a=")]
    public async Task A_pair_without_both_names_is_bad_usage(string pair)
    {
        (await Cli.MigrateAsync("host=/nowhere", "host=/nowhere", "--role-map", pair)).ShouldRefuse(1, $"'{pair}'", "old=new");
    }
}
