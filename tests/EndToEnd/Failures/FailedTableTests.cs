using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>A table that fails permanently fails alone: it is named with its SQLSTATE, and everything else goes on.</summary>
public sealed class FailedTableTests
{
    [Fact]
    public async Task A_value_that_the_target_refuses_fails_its_table_alone()
    {
        await using var source = await SourceAsync();
        await using var target = await TestDatabase.CreateAsync();
        await target.ExecuteAsync("CREATE TABLE strict (id int PRIMARY KEY, amount int CONSTRAINT positive CHECK (amount > 0), note text)");

        var run = await Cli.MigrateAsync(source, target, "--truncate-existing-tables", "--json");

        var report = Report.EventsShouldBeDocumented(run.Out, 3);
        var strict = report.Table("strict");
        Assert.False(strict.GetProperty("success").GetBoolean());
        Assert.Contains("23514", strict.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("positive", strict.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, strict.GetProperty("attempts").GetInt32());
        Assert.True(report.Table("fine").GetProperty("validated").GetBoolean());
        Assert.Equal(500, await target.ScalarAsync<long>("SELECT count(*) FROM fine"));
        run.ShouldKeepSecrets();
    }

    [Fact]
    public async Task A_table_that_failed_is_neither_logged_nor_keyed_and_what_needs_it_is_skipped_by_name()
    {
        await using var source = await SourceAsync();
        await using var target = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "LATIN1", Locale = "C" });
        await source.ExecuteAsync("INSERT INTO strict (id, amount, note) VALUES (100001, 1, 'a euro: €')");

        var run = await Cli.MigrateAsync(source, target, "--use-unlogged-tables", "--json");

        var report = Report.EventsShouldBeDocumented(run.Out, 3);
        var error = report.Table("strict").GetProperty("error").GetString();
        Assert.Contains("22P05", error, StringComparison.Ordinal);
        Assert.Equal("p", await target.ScalarAsync<string>("SELECT relpersistence::text FROM pg_class WHERE relname = 'fine'"));
        Assert.Equal("u", await target.ScalarAsync<string>("SELECT relpersistence::text FROM pg_class WHERE relname = 'strict'"));
        Assert.Equal(0, await target.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indrelid = 'strict'::regclass"));
        var skipped = report.GetProperty("findings").EnumerateArray()
            .SelectMany(finding => finding.GetProperty("skipped").EnumerateArray()).Select(name => name.GetString()!).ToList();
        Assert.Contains(skipped, name => name.Contains("strict_pkey", StringComparison.Ordinal));
        Assert.Contains(skipped, name => name.Contains("fine_strict_fkey", StringComparison.Ordinal));
        Assert.Equal(500, await target.ScalarAsync<long>("SELECT count(*) FROM fine"));
    }

    [Fact]
    public async Task An_index_that_cannot_be_built_fails_alone()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        // The index's function has changed since the index was built, as one does that was called immutable and is not.
        await source.ExecuteAsync("""
            CREATE TABLE part (id int PRIMARY KEY, code text);
            INSERT INTO part SELECT g, 'code ' || g FROM generate_series(1, 300) g;
            CREATE FUNCTION strip(code text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN length(code); END $$;
            CREATE INDEX part_stripped ON part (strip(code));
            CREATE INDEX part_code ON part (code);
            CREATE OR REPLACE FUNCTION strip(code text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN code::int; END $$;
            """);

        var run = await Cli.MigrateAsync(source, target, "--json");

        var report = Report.EventsShouldBeDocumented(run.Out, 3);
        var part = report.Table("part");
        Assert.False(part.GetProperty("success").GetBoolean());
        Assert.Contains("part_stripped", part.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("22P02", part.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.True(part.GetProperty("validated").GetBoolean());
        Assert.Equal("part_code,part_pkey", await target.ScalarAsync<string>(
            "SELECT string_agg(indexrelid::regclass::text, ',' ORDER BY indexrelid::regclass::text) FROM pg_index "
                + "WHERE indrelid = 'part'::regclass"));
    }

    private static async Task<TestDatabase> SourceAsync()
    {
        var source = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("""
            CREATE TABLE strict (id int PRIMARY KEY, amount int, note text);
            INSERT INTO strict (id, amount) SELECT g, 500 - g FROM generate_series(1, 1000) g;
            CREATE TABLE fine (id int PRIMARY KEY, strict int REFERENCES strict, name text);
            INSERT INTO fine SELECT g, g, 'fine ' || g FROM generate_series(1, 500) g;
            """);
        return source;
    }
}
