using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests.Exactness;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("DELETE FROM t WHERE id = 7", 499, 1, 0, 0)]
    [InlineData("INSERT INTO t VALUES (0, 'stray')", 501, 0, 1, 0)]
    [InlineData("UPDATE t SET v = 'w' WHERE id = 7", 500, 0, 0, 1)]
    [InlineData("UPDATE t SET v = NULL WHERE id = 7", 500, 0, 0, 1)]
    [InlineData("DELETE FROM t WHERE id = 7; INSERT INTO t VALUES (0, 'stray')", 500, 1, 1, 0)]
    public async Task Rows_that_come_go_or_change_in_the_target_meanwhile_are_found_and_named(
        string meddle, long left, long missing, long extra, long changed)
    {
        var differing = (missing, extra, changed);
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE t (id int PRIMARY KEY, v text);
            INSERT INTO t SELECT i, 'v' FROM generate_series(1, 500) AS i;
            CREATE TABLE other (id int);
            INSERT INTO other VALUES (1);
            """);
        // Someone writes to the target when its first key is made, which is when the rows are in.
        await pair.Target.ExecuteAsync($"""
            CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql SET search_path = public AS $$
            BEGIN
                IF current_query() LIKE '%PRIMARY KEY%' THEN
                    EXECUTE {Unreadable(meddle)};
                END IF;
            END $$;
            CREATE EVENT TRIGGER meddle ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION meddle();
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.ValidationFailed, summary.Outcome);
        Assert.Equal(left, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM t"));
        var table = summary.Tables.Single(table => table.Source.Name == "t");
        Assert.Equal((500, 500, left, false), (table.Rows, table.SourceRows, table.TargetRows, table.Validated));
        Assert.True(table.Checksummed);
        Assert.Equal(differing, (table.Differences!.Missing, table.Differences.Extra, table.Differences.Changed));
        Assert.Equal("id", Assert.Single(table.Differences.Key));
        var other = summary.Tables.Single(table => table.Source.Name == "other");
        Assert.Equal((true, true), (other.Validated, other.Checksummed));
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }

    [Fact]
    public async Task Rows_are_not_named_when_the_source_has_changed_since_the_migration_read_it()
    {
        await using var pair =
            await Pair.OfAsync("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT i, 'v' FROM generate_series(1, 50) AS i");
        // The source is written to by a statement of the target, when the first key is made there.
        await pair.Target.ExecuteAsync($"""
            CREATE EXTENSION dblink;
            CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql SET search_path = public AS $$
            BEGIN
                IF current_query() LIKE '%PRIMARY KEY%' THEN
                    EXECUTE {Unreadable("DELETE FROM t WHERE id = 7")};
                    PERFORM dblink_exec('{pair.Source.Uri}', {Unreadable("UPDATE t SET v = 'w' WHERE id = 8")});
                END IF;
            END $$;
            CREATE EVENT TRIGGER meddle ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION meddle();
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.ValidationFailed, summary.Outcome);
        Assert.Null(summary.Tables.Single().Differences);
        Assert.Contains("validate --validate full", summary.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_names_the_rows_that_differ_and_repairs_them_when_asked()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE t (id int PRIMARY KEY, v text);
            INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 500) AS i;
            CREATE TABLE other (id int);
            """);
        Assert.Equal(Outcome.Succeeded, (await pair.MigrateAsync()).Outcome);
        await pair.Target.ExecuteAsync(
            "UPDATE t SET v = 'secret' WHERE id = 7; DELETE FROM t WHERE id = 8; INSERT INTO t VALUES (0, 'stray')");
        string[] both = ["--source", pair.Source.Uri, "--target", pair.Target.Uri];

        var counted = await Cli.RunAsync(["validate", .. both, "--validate", "counts"]);
        var named = await Cli.RunAsync(["validate", .. both, "--validate", "full"]);
        var redacted = await Cli.RunAsync(["validate", .. both, "--validate", "full", "--redact-values"]);
        var unable = await Cli.RunAsync(["validate", .. both, "--repair"]);
        var repaired = await Cli.RunAsync(["validate", .. both, "--validate", "full", "--repair"]);
        var again = await Cli.RunAsync(["validate", .. both, "--validate", "full"]);

        Assert.Equal(
            (0, 4, 4, 1, 0, 0), (counted.ExitCode, named.ExitCode, redacted.ExitCode, unable.ExitCode, repaired.ExitCode, again.ExitCode));
        Assert.Contains("the rows of 1 of 2 tables", named.Printed, StringComparison.Ordinal);
        Assert.Contains("secret", named.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", redacted.Printed, StringComparison.Ordinal);
        Assert.Contains("--validate full", unable.Printed, StringComparison.Ordinal);
        Assert.Contains("repaired", repaired.Printed, StringComparison.Ordinal);
        Assert.Equal(500, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM t WHERE v = 'v' || id"));
    }

    [Fact]
    public async Task Validate_names_definitions_that_differ()
    {
        await using var pair = await Pair.OfAsync(
            "CREATE TABLE t (id int PRIMARY KEY, v text DEFAULT 'a'); CREATE INDEX by_v ON t (v); INSERT INTO t VALUES (1);");
        Assert.Equal(Outcome.Succeeded, (await pair.MigrateAsync()).Outcome);
        await pair.Target.ExecuteAsync("DROP INDEX by_v; ALTER TABLE t ALTER v SET DEFAULT 'b'");

        var run = await Cli.RunAsync(["validate", "--source", pair.Source.Uri, "--target", pair.Target.Uri]);
        var rows = await Cli.RunAsync(["validate", "--source", pair.Source.Uri, "--target", pair.Target.Uri, "--data-only"]);

        Assert.Equal((4, 0), (run.ExitCode, rows.ExitCode));
        Assert.Contains("by_v", run.Printed, StringComparison.Ordinal);
        Assert.Contains("'b'", run.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_closing_line_counts_everything_that_differs_and_each_cause_stands_once_with_all_its_names()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE SCHEMA gone;
            CREATE TABLE gone.away (id int);
            CREATE FUNCTION gone.f() RETURNS int LANGUAGE sql RETURN 1;
            CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, v text);
            INSERT INTO a (v) SELECT 'v' FROM generate_series(1, 9);
            CREATE TABLE b (id int);
            CREATE TABLE c (id int);
            CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;
            CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN 1;
            SELECT lo_from_bytea(99001, 'one'), lo_from_bytea(99002, 'two');
            """);
        Assert.Equal(Outcome.Succeeded, (await pair.MigrateAsync()).Outcome);
        await pair.Target.ExecuteAsync("""
            DROP SCHEMA gone CASCADE;
            DROP FUNCTION f();
            DROP FUNCTION g();
            ALTER TABLE b SET (fillfactor = 70);
            ALTER TABLE c SET (fillfactor = 70);
            ALTER SEQUENCE a_id_seq RESTART 3;
            UPDATE a SET v = 'w' WHERE id = 4;
            SELECT lo_unlink(99001);
            """);

        var run = await Cli.RunAsync(
            ["validate", "--validate", "full", "--source", pair.Source.Uri, "--target", pair.Target.Uri]);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(
            "Source and target differ: 6 objects (function: 2, schema: 1, sequence: 1, table: 2); 2 objects missing with them; "
                + "the rows of 1 of 4 tables; 1 large object. 1 of 4 tables could not be compared.",
            run.Out, StringComparison.Ordinal);
        Assert.Contains("all of them: table public.b, table public.c", run.Out, StringComparison.Ordinal);
        Assert.Contains("all of them: function public.f(), function public.g(), schema gone", run.Out, StringComparison.Ordinal);
        Assert.Contains("missing with it: function gone.f(), table gone.away", run.Out, StringComparison.Ordinal);
        Assert.Contains("gone.away: the findings below say why", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("42P01", run.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_that_one_cause_keeps_from_being_compared_stand_once_with_their_names()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int);");
        Assert.Equal(Outcome.Succeeded, (await pair.MigrateAsync()).Outcome);
        await pair.Target.ExecuteAsync("DROP TABLE a, b");

        var run = await Cli.RunAsync(["validate", "--data-only", "--source", pair.Source.Uri, "--target", pair.Target.Uri]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("2 of 3 tables could not be compared.", run.Out, StringComparison.Ordinal);
        Assert.Contains("all of them: table public.a, table public.b", run.Out, StringComparison.Ordinal);
        Assert.Single(run.Out.Split('\n'), line => line.Contains("42P01", StringComparison.Ordinal));
    }

    /// <summary>A statement as a value that is computed: an event trigger in whose text it stood would be refused beforehand.</summary>
    private static string Unreadable(string statement) =>
        $"convert_from('\\x{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(statement))}', 'UTF8')";
}
