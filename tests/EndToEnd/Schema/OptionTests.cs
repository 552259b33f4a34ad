using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Storage parameters and options of columns, which servers of other versions and builds may not know.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Options_that_users_set_arrive(int targetMajor)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE t (id int, v text COMPRESSION pglz, w text COMPRESSION pglz, e text COLLATE "C", PRIMARY KEY (id) WITH (fillfactor = 60))
                WITH (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off, autovacuum_vacuum_scale_factor = 0.25);
            ALTER TABLE t ALTER v SET STORAGE EXTERNAL, ALTER w SET STATISTICS 500, ALTER id SET (n_distinct = -0.5, n_distinct_inherited = 9);
            CREATE INDEX b ON t USING brin (id) WITH (pages_per_range = 8, autosummarize = on);
            CREATE INDEX g ON t USING gin (to_tsvector('simple', v)) WITH (fastupdate = off);
            CREATE INDEX x ON t ((id + 1)); ALTER INDEX x ALTER COLUMN 1 SET STATISTICS 77;
            CLUSTER t USING t_pkey;
            ALTER TABLE t REPLICA IDENTITY FULL;
            INSERT INTO t SELECT i, repeat('v', 3000), repeat('w', 3000), 'e' FROM generate_series(1, 20) AS i;
            """, targetMajor);
        await pair.MigrateExactlyAsync();
        Assert.Equal(await pair.Source.ScalarAsync<string>(Options), await pair.Target.ScalarAsync<string>(Options));
        if (targetMajor == 15)
            await pair.AssertSameDumpAsync();
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task A_compression_method_is_carried_over_or_named_where_the_target_was_built_without_it(int targetMajor)
    {
        await using var pair =
            await Pair.OfAsync("CREATE TABLE t (w text COMPRESSION lz4); INSERT INTO t SELECT repeat('w', 9000)", targetMajor);
        var known =
            await pair.Target.ScalarAsync<bool>("SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'");
        var summary = await pair.MigrateAsync();
        await pair.AssertSameRowsAsync();
        Assert.Equal(known ? Outcome.Succeeded : Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Equal(known ? [] : ["public.t.w"], summary.NotMigrated.Select(left => left.Name));
        Assert.Equal(known, await pair.Target.ScalarAsync<bool>(
            "SELECT attcompression = 'l' FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'w'"));
    }

    private const string Options = """
        SELECT string_agg(concat_ws(' ', relname, (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(reloptions) AS o), attname, attcompression, attstorage, NULLIF(attstattarget, -1),
                          (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(attoptions) AS o WHERE o !~ '^pg_')), '; ' ORDER BY relname, attnum)
          FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
         WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND (attstattarget > 0 OR attrelid = 't'::regclass AND attname IN ('v', 'id'))
        """;
}
