using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class ConstraintTests
{
    [Fact]
    public async Task A_foreign_key_that_the_sources_rows_violate_is_a_finding_and_the_rest_goes_on()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE a (id int PRIMARY KEY);
            CREATE TABLE b (id int PRIMARY KEY, a int, CONSTRAINT "the broken one" FOREIGN KEY (a) REFERENCES a, CONSTRAINT whole FOREIGN KEY (id) REFERENCES a);
            CREATE INDEX b_a ON b (a);
            INSERT INTO a SELECT generate_series(1, 10);
            SET session_replication_role = replica;
            INSERT INTO b SELECT i, i + 3 FROM generate_series(1, 10) AS i;
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        await pair.AssertSameRowsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Contains("the broken one", finding.Object);
        Assert.Contains("Key (a)=(11) is not present in table \"a\"", finding.Message);
        Assert.Equal(("23503", true), (finding.SqlState, finding.Remedy?.Length > 0));
        Assert.Equal(["b"], summary.Tables.Where(table => !table.Success).Select(table => table.Source.Name));
        Assert.All(summary.Tables, table => Assert.True(table.Validated));
        Assert.Equal("a_pkey, b_pkey, whole", await pair.Target.ScalarAsync<string>(
            "SELECT string_agg(conname, ', ' ORDER BY conname) FROM pg_constraint WHERE conrelid IN ('a'::regclass, "
                + "'b'::regclass) AND contype <> 'n'"));
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('b_a') IS NOT NULL"));
    }

    [Fact]
    public async Task Rows_that_break_a_key_or_a_check_fail_that_one_alone()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE twice (id int, v text, CONSTRAINT "not unique" UNIQUE (id));
            CREATE TABLE good (id int PRIMARY KEY);
            INSERT INTO good SELECT generate_series(1, 10);
            CREATE TABLE limits (most int);
            INSERT INTO limits VALUES (100);
            CREATE FUNCTION most() RETURNS int LANGUAGE sql AS 'SELECT most FROM public.limits';
            CREATE TABLE checked (id int PRIMARY KEY, CONSTRAINT "too much" CHECK (id <= most()));
            INSERT INTO checked VALUES (50);
            UPDATE limits SET most = 10;
            """);
        // What a corrupt index lets in.
        await pair.Source.ExecuteAsync("""
            INSERT INTO twice VALUES (1, 'a');
            UPDATE pg_index SET indisready = false, indislive = false WHERE indrelid = 'twice'::regclass;
            """);
        await pair.Source.ExecuteAsync("INSERT INTO twice VALUES (1, 'b')");
        await pair.Source.ExecuteAsync("UPDATE pg_index SET indisready = true, indislive = true WHERE indrelid = 'twice'::regclass");
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        await pair.AssertSameRowsAsync();
        Assert.Equal(["23505", "23514"], summary.Findings.Select(finding => finding.SqlState).Order());
        Assert.Contains(
            summary.Findings, finding => finding.Object.Contains("not unique") && finding.Message.Contains("Key (id)=(1) is duplicated"));
        Assert.Contains(summary.Findings, finding => finding.Object.Contains("too much"));
        Assert.Equal(["checked", "twice"], summary.Tables.Where(table => !table.Success).Select(table => table.Source.Name));
    }

    [Fact]
    public async Task Constraints_that_are_not_valid_stay_so()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE a (id int PRIMARY KEY, n int);
            CREATE TABLE b (id int PRIMARY KEY, a int);
            INSERT INTO a SELECT i, -i FROM generate_series(1, 10) AS i;
            INSERT INTO b SELECT i, i + 100 FROM generate_series(1, 10) AS i;
            ALTER TABLE b ADD CONSTRAINT to_a FOREIGN KEY (a) REFERENCES a NOT VALID;
            ALTER TABLE a ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
            CREATE DOMAIN late AS int;
            CREATE TABLE c (v late);
            INSERT INTO c VALUES (-1);
            ALTER DOMAIN late ADD CONSTRAINT over_zero CHECK (VALUE > 0) NOT VALID;
            """);
        await pair.MigrateExactlyAsync();
        Assert.Equal("over_zero, positive, to_a", await pair.Target.ScalarAsync<string>(
            "SELECT string_agg(conname, ', ' ORDER BY conname) FROM pg_constraint WHERE NOT convalidated"));
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Checks_that_are_not_valid_arrive_in_families()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE aa_p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE aa_p1a PARTITION OF aa_p1 DEFAULT; CREATE TABLE zz_p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE zz_p3 (b int, a int, CONSTRAINT pos CHECK (b > 0));
            INSERT INTO p VALUES (1, -1), (2, -2); ALTER TABLE zz_p2 ADD CONSTRAINT pos CHECK (b > 0) NOT VALID; ALTER TABLE p ADD CONSTRAINT pos CHECK (b > 0) NOT VALID; ALTER TABLE p ATTACH PARTITION zz_p3 FOR VALUES IN (3);
            COMMENT ON CONSTRAINT pos ON aa_p1 IS 'of a partition'; COMMENT ON CONSTRAINT pos ON p IS 'of all';
            CREATE TABLE above (a int); CREATE TABLE aa_below () INHERITS (above); CREATE TABLE zz_below () INHERITS (aa_below); INSERT INTO zz_below VALUES (-1);
            ALTER TABLE zz_below ADD CONSTRAINT small CHECK (a > 0) NOT VALID; ALTER TABLE aa_below ADD CONSTRAINT small CHECK (a > 0) NOT VALID; ALTER TABLE above ADD CONSTRAINT small CHECK (a > 0) NOT VALID;
            """);
        await pair.MigrateExactlyAsync();
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Foreign_keys_of_every_sort_arrive()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE a (x int, y int, z int UNIQUE, PRIMARY KEY (x, y));
            CREATE TABLE b (x int, y int, z int, a int, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES a MATCH FULL ON DELETE SET NULL (x, y) ON UPDATE CASCADE,
                CONSTRAINT l FOREIGN KEY (z) REFERENCES a (z) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self);
            CREATE TABLE one (id int PRIMARY KEY, two int);
            CREATE TABLE two (id int PRIMARY KEY, one int REFERENCES one);
            ALTER TABLE one ADD CONSTRAINT circle FOREIGN KEY (two) REFERENCES two DEFERRABLE;
            INSERT INTO a SELECT i, -i, i * 2 FROM generate_series(1, 100) AS i;
            INSERT INTO b SELECT i, -i, i * 2 FROM generate_series(1, 100) AS i;
            INSERT INTO self VALUES (1, 2), (2, 1), (3, 3);
            INSERT INTO one VALUES (1, NULL); INSERT INTO two VALUES (1, 1); UPDATE one SET two = 1;
            """);
        await pair.MigrateExactlyAsync();
        await pair.AssertSameDumpAsync();
    }
}
