using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Many small tables with keys, indexes and foreign keys travel in lots.</summary>
public sealed class LotRunTests
{
    private const int Tables = 60;

    [Fact]
    public async Task Small_tables_arrive_in_lots_and_what_is_wrong_with_one_fails_alone()
    {
        await using var source = await SourceAsync();
        await using var target = await TestDatabase.CreateAsync();
        // One index fails in the target, because its function has changed; one table's rows violate
        // a foreign key that is not checked there.
        await source.ExecuteAsync("""
            CREATE FUNCTION strip(code text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN length(code); END $$;
            CREATE INDEX t7_stripped ON t7 (strip(note));
            CREATE OR REPLACE FUNCTION strip(code text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN code::int; END $$;
            ALTER TABLE t9 DISABLE TRIGGER ALL;
            INSERT INTO t9 VALUES (1000, 1000, 'dangling');
            ALTER TABLE t9 ENABLE TRIGGER ALL;
            """);

        var run = await Cli.MigrateAsync(source, target, "--keep-control", "--json");

        Report.EventsShouldBeDocumented(run.Out, 3);
        Assert.Equal(await Contents.OfAsync(source), await Contents.OfAsync(target));
        Assert.Equal("foreign-key t9_before_fkey on public.t9,index public.t7_stripped", await target.ScalarAsync<string>(
            "SELECT string_agg(kind || ' ' || name, ',' ORDER BY kind) FROM actormigrate.task WHERE state = 'failed'"));
        // Every table's copy was done with others', in few transactions.
        Assert.Equal(Tables, await target.ScalarAsync<long>(
            "SELECT count(*) FROM actormigrate.task WHERE kind = 'copy-table' AND state = 'done' AND lot IS NOT NULL"));
        Assert.InRange(await target.ScalarAsync<long>(
            "SELECT count(DISTINCT xmin::text) FROM actormigrate.attempt WHERE outcome = 'done'"), 1, 4 * Tables);
        // Which one failed is known from the lot: the others stay together.
        Assert.Equal("foreign-key t9_before_fkey on public.t9,index public.t7_stripped", await target.ScalarAsync<string>("""
            SELECT string_agg(kind || ' ' || name, ',' ORDER BY kind) FROM actormigrate.task
            WHERE NOT together AND kind IN ('foreign-key', 'index', 'primary-key')
            """));
        // Each failure has its own attempt, beside the one in the lot, which does not count.
        Assert.Equal("released,failed", await target.ScalarAsync<string>("""
            SELECT string_agg(a.outcome, ',' ORDER BY a.attempt)
            FROM actormigrate.attempt a JOIN actormigrate.task t ON t.id = a.task WHERE t.name = 'public.t7_stripped'
            """));
    }

    [Fact]
    public async Task Foreign_keys_in_a_circle_are_made_in_lots_side_by_side()
    {
        await using var source = await SourceAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync($"ALTER TABLE t1 ADD CONSTRAINT t1_last_fkey FOREIGN KEY (id) REFERENCES t{Tables} (id)");

        var run = await Cli.MigrateAsync(source, target, "--json");

        Report.EventsShouldBeDocumented(run.Out, 0);
        Assert.Equal(await Contents.OfAsync(source), await Contents.OfAsync(target));
        Assert.Equal(Tables, await target.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"));
    }

    /// <summary>Tables t1, t2, …, each with rows, a key, two indexes and, but for the first, a foreign key to the one before.</summary>
    private static async Task<TestDatabase> SourceAsync()
    {
        var source = await TestDatabase.CreateAsync();
        await source.ExecuteAsync($"""
            DO $do$
            BEGIN
                FOR i IN 1..{Tables} LOOP
                    EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, before int, note text)', i);
                    EXECUTE format('INSERT INTO t%s SELECT g, g, ''row '' || g FROM generate_series(1, 30) g', i);
                    EXECUTE format('CREATE INDEX ON t%s (before)', i);
                    EXECUTE format('CREATE INDEX ON t%s (note)', i);
                    IF i > 1 THEN
                        EXECUTE format('ALTER TABLE t%s ADD CONSTRAINT t%s_before_fkey FOREIGN KEY (before) REFERENCES t%s (id)', i, i, i - 1);
                    END IF;
                END LOOP;
            END $do$
            """);
        return source;
    }
}
