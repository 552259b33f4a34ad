using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Functions that read tables, as the catalogs do not show.</summary>
public sealed class HiddenReadsTests
{
    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Objects_computed_or_checked_from_the_rows_of_other_tables_come_after_them(int targetMajor)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE zz_limits (name text PRIMARY KEY, maxv int); INSERT INTO zz_limits VALUES ('a', 10), ('b', 20); CREATE VIEW "zz View" AS SELECT * FROM zz_limits;
            CREATE FUNCTION lim(n text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT maxv FROM public."zz View" WHERE name = n';
            CREATE FUNCTION twice(n text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 2 * public.lim(n); END $$;
            CREATE TABLE aa (id int PRIMARY KEY, n text, v int CHECK (v <= public.lim(n)), lim int GENERATED ALWAYS AS (public.twice(n)) STORED);
            INSERT INTO aa (id, n, v) SELECT i, CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END, i % 10 FROM generate_series(1, 100) AS i;
            CREATE INDEX aa_lim ON aa (public.lim(n)); CREATE UNIQUE INDEX aa_two ON aa (public.twice(n), id); CREATE STATISTICS aa_st ON public.lim(n), v FROM aa;
            CREATE TABLE ab (n text, i int, EXCLUDE USING btree (public.lim(n) WITH =, i WITH =)); INSERT INTO ab SELECT n, id FROM aa;
            CREATE TABLE ac (n text) PARTITION BY LIST (public.lim(n)); CREATE TABLE ac_1 PARTITION OF ac FOR VALUES IN (10); CREATE TABLE ac_2 PARTITION OF ac FOR VALUES IN (20); INSERT INTO ac VALUES ('a'), ('b');
            CREATE TABLE c1 (id int PRIMARY KEY, o int); CREATE TABLE c2 (id int PRIMARY KEY, o int);
            CREATE FUNCTION has1(i int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT i IS NULL OR EXISTS (SELECT FROM public.c1 WHERE id = i)';
            CREATE FUNCTION has2(i int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT i IS NULL OR EXISTS (SELECT FROM public.c2 WHERE id = i)';
            INSERT INTO c1 SELECT i, i FROM generate_series(1, 30) AS i; INSERT INTO c2 SELECT i, i FROM generate_series(1, 30) AS i;
            ALTER TABLE c1 ADD CHECK (public.has2(o)); ALTER TABLE c2 ADD CHECK (public.has1(o)); CREATE DOMAIN dom AS int CHECK (public.has1(VALUE)); CREATE TYPE holder AS (d dom);
            CREATE TABLE a_dom (x dom, y dom[], z holder); INSERT INTO a_dom SELECT i, ARRAY[i, i + 1], ROW(i)::holder FROM generate_series(1, 20) AS i;
            CREATE TABLE a_parent (id int CHECK (public.has1(id))); CREATE TABLE a_child () INHERITS (a_parent); INSERT INTO a_child SELECT generate_series(1, 9);
            """, targetMajor);
        await pair.MigrateExactlyAsync();
        if (targetMajor == 15)
            await pair.AssertSameDumpAsync();
        Assert.Equal(50, await pair.Target.ScalarAsync<long>("SET enable_seqscan = off; SELECT count(*) FROM aa WHERE public.lim(n) = 20"));
        Assert.Equal(40, await pair.Target.ScalarAsync<int>("SELECT max(lim) FROM aa"));
    }

    [Fact]
    public async Task What_reads_a_materialized_view_through_a_function_comes_after_its_refresh()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE base (id int PRIMARY KEY); INSERT INTO base SELECT generate_series(1, 9); CREATE MATERIALIZED VIEW zz AS SELECT count(*)::int AS n FROM base; CREATE VIEW zz_view AS SELECT n FROM zz;
            CREATE FUNCTION of_zz() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n FROM public.zz_view'; CREATE MATERIALIZED VIEW bb AS SELECT of_zz() AS n;
            CREATE FUNCTION of_bb(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN i + (SELECT n FROM public.bb); END $$;
            CREATE MATERIALIZED VIEW aa AS SELECT of_bb(1) AS n; CREATE TABLE ab (id int); INSERT INTO ab SELECT generate_series(1, 9); CREATE INDEX ab_of_bb ON ab (of_bb(id)); CREATE STATISTICS ab_st ON of_bb(id), id FROM ab;
            """);
        await pair.MigrateExactlyAsync();
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task A_word_that_means_no_table_keeps_no_rows_from_the_table_that_they_are_computed_from()
    {
        // "kind" is a table and a variable, and tables come in the order of their names: the false order would be found first.
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE kind (id int PRIMARY KEY, v int); CREATE TABLE base (id int PRIMARY KEY, v int); INSERT INTO base SELECT i, i FROM generate_series(1, 9) AS i;
            CREATE FUNCTION plain(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ DECLARE kind int; BEGIN kind := i; /* from kind */ RETURN kind * 2; END $$;
            CREATE FUNCTION outer_one(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT v FROM ONLY public . base -- and kind
                WHERE id = i';
            CREATE FUNCTION of_base(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT public.outer_one (i)';
            ALTER TABLE base ADD twice int GENERATED ALWAYS AS (public.plain(id)) STORED; ALTER TABLE kind ADD of_base int GENERATED ALWAYS AS (public.of_base(id)) STORED;
            INSERT INTO kind (id, v) SELECT i, i FROM generate_series(1, 9) AS i;
            """);
        await pair.MigrateExactlyAsync();
        Assert.Equal(45, await pair.Target.ScalarAsync<long>("SELECT sum(of_base) FROM kind"));
    }

    [Fact]
    public async Task Tables_that_are_computed_from_each_other_are_named_when_their_rows_do_not_fit()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE FUNCTION public.in_b(i int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM public.b WHERE id = i); END $$;
            CREATE FUNCTION public.in_a(i int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM public.a WHERE id = i); END $$;
            CREATE DOMAIN of_b AS int; CREATE DOMAIN of_a AS int; CREATE TABLE a (id int, b of_b); CREATE TABLE b (id int, a of_a); INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1);
            ALTER DOMAIN of_b ADD CHECK (public.in_b(VALUE)); ALTER DOMAIN of_a ADD CHECK (public.in_a(VALUE)); CREATE TABLE free (id int); INSERT INTO free VALUES (1);
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Equal((1, (bool?)true), (summary.Tables.Single(table => table.Source.Name == "free").Rows,
            summary.Tables.Single(table => table.Source.Name == "free").Validated));
        var failed = Assert.Single(summary.Findings, finding => finding.SqlState == "23514");
        Assert.DoesNotContain("The source's rows violate", failed.Remedy, StringComparison.Ordinal);
    }
}
