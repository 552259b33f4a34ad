using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>A migration over a target that holds the objects of an earlier one.</summary>
public sealed class RepeatedMigrationTests
{
    // PostgreSQL deparses lists of values of these types in another way once it has parsed its own text.
    private const string Lists = """
        CREATE TYPE mood AS ENUM ('a','b');
        CREATE TABLE st (id int PRIMARY KEY, s varchar(10) CHECK (s IN ('a','b')), c char(3), n numeric, d date, m mood, w varchar DEFAULT CASE WHEN current_user::varchar IN ('x','y') THEN 'a' ELSE 'b' END,
          g boolean GENERATED ALWAYS AS (s IN ('a','b')) STORED, CHECK (c IN ('a','b') AND d IN ('2020-01-01','2021-01-01') AND n BETWEEN 1 AND 3));
        INSERT INTO st VALUES (1,'a','a',2,'2020-01-01','a');
        CREATE INDEX st_part ON st (id) WHERE s IN ('a','b'); CREATE INDEX st_ex ON st ((s IN ('a','b'))); CREATE INDEX st_n ON st (id) WHERE s NOT IN ('a','b');
        CREATE VIEW v AS SELECT * FROM st WHERE s IN ('a','b'); CREATE MATERIALIZED VIEW mv AS SELECT id FROM st WHERE s IN ('a','b');
        CREATE STATISTICS sts ON (s IN ('a','b')), id FROM st;
        CREATE POLICY pol ON st USING (s IN ('a','b'));
        CREATE RULE ru AS ON UPDATE TO st WHERE old.s IN ('a','b') DO ALSO NOTHING;
        CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER tr BEFORE UPDATE ON st FOR EACH ROW WHEN (old.s IN ('a','b')) EXECUTE FUNCTION tf();
        CREATE FUNCTION fs(s varchar) RETURNS bool LANGUAGE sql IMMUTABLE RETURN s IN ('a','b');
        CREATE DOMAIN dom AS varchar(5) CHECK (value IN ('a','b'));
        CREATE TABLE pt (id int, s varchar) PARTITION BY RANGE ((s IN ('a','b'))); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (false) TO (true); CREATE TABLE pt2 PARTITION OF pt DEFAULT; INSERT INTO pt VALUES (1,'a'),(2,'z');
        CREATE TABLE ex (id int, s varchar, EXCLUDE USING btree (id WITH =) WHERE (s IN ('a','b')));
        CREATE TABLE pu (id int, s varchar); ALTER TABLE pu REPLICA IDENTITY FULL; CREATE PUBLICATION pub FOR TABLE pu WHERE (id IN (1, 2));
        CREATE VIEW nat AS SELECT id, st.s, pu.s AS t FROM st JOIN pu USING (id);
        CREATE VIEW ts AS SELECT s LIKE 'a%' AS a, s || 'x' AS b, coalesce(s, 'z') AS co, now() AT TIME ZONE 'UTC' AS t, substring(s from 2 for 1) sub, extract(year from d) y, position('a' in s) p, trim(both 'x' from s) tr, overlay(s placing 'x' from 1) o, d + interval '1 day' i, CASE s WHEN 'a' THEN 1 END ca, ARRAY[s,'b'] ar, s = ANY(ARRAY['a','b']::varchar[]) an, (s,id) IN (SELECT s,id FROM st) q FROM st;
        """;

    [Fact]
    public async Task Every_kind_of_object_that_is_there_already_is_recognized()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TYPE no_labels AS ENUM (); CREATE DOMAIN d AS int CHECK (value > 0);
            CREATE TABLE parted (id int, v int) PARTITION BY RANGE (id); CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (9); CREATE TABLE part2 PARTITION OF parted DEFAULT;
            CREATE INDEX only_parent ON ONLY parted (v); CREATE INDEX half ON ONLY parted (id, v); CREATE INDEX half1 ON part1 (id, v); ALTER INDEX half ATTACH PARTITION half1; CREATE INDEX whole ON parted (id);
            INSERT INTO parted SELECT g, g FROM generate_series(0, 20) g;
            CREATE TABLE zz (id int PRIMARY KEY, x d); INSERT INTO zz VALUES (1, 1); CREATE TABLE aa (id int PRIMARY KEY, z int REFERENCES zz, s no_labels); INSERT INTO aa VALUES (1, 1);
            CREATE SCHEMA s2; CREATE SCHEMA s1; CREATE PUBLICATION p FOR TABLE zz, aa WHERE (id IN (1, 2)), TABLES IN SCHEMA s2, s1;
            CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0'); CREATE VIEW v AS SELECT total(id) AS t FROM aa;
            """);
        Pair.AssertSucceeded(await pair.MigrateAsync());
        // The tables are named in another order there.
        await pair.Target.ExecuteAsync(
            "DROP PUBLICATION p; CREATE PUBLICATION p FOR TABLE aa WHERE (id IN (1, 2)), zz, TABLES IN SCHEMA s1, s2");

        Pair.AssertSucceeded(await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate }));

        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Objects_beside_tables_that_are_dropped_and_made_again_are_recognized()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE folded (a text COLLATE folding PRIMARY KEY); INSERT INTO folded VALUES ('a'), ('b');
            CREATE FUNCTION hash_of(int, int8) RETURNS int8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE OPERATOR CLASS ops FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 2 hash_of(int, int8);
            CREATE TABLE hashed (a int) PARTITION BY HASH (a ops); CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 1, REMAINDER 0); INSERT INTO hashed VALUES (1), (2);
            CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION texts (COPY = simple); ALTER TEXT SEARCH CONFIGURATION texts ALTER MAPPING FOR asciiword WITH words;
            CREATE TABLE searched (t text, v tsvector GENERATED ALWAYS AS (to_tsvector('texts', t)) STORED); INSERT INTO searched VALUES ('one two');
            """);
        Pair.AssertSucceeded(await pair.MigrateAsync());

        Pair.AssertSucceeded(await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Drop }));

        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task What_is_deparsed_in_another_way_the_second_time_is_recognized(int targetMajor)
    {
        await using var pair = await Pair.OfAsync(Lists, targetMajor);
        var first = await pair.MigrateAsync();
        Pair.AssertSucceeded(first with { Findings = [] });
        var validated = await Cli.RunAsync("validate", "--source", pair.Source.Noted().Uri, "--target", pair.Target.Noted().Uri);
        Assert.True(validated.ExitCode == 0, validated.Printed);
        // It would fire for the rows.
        await pair.Target.ExecuteAsync("DROP TRIGGER tr ON st");
        await pair.Source.ExecuteAsync(
            "INSERT INTO st SELECT g, 'b', 'b', 2, '2020-01-01', 'b' FROM generate_series(2, 100) g; REFRESH MATERIALIZED VIEW mv");

        var again = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate });

        Pair.AssertSucceeded(again with { Findings = [] });
        Assert.DoesNotContain(again.Findings, finding => finding.Object.StartsWith("table ", StringComparison.Ordinal));
        await pair.AssertSameRowsAsync();
    }

    [Fact]
    public async Task Views_in_a_circle_are_recognized_when_they_are_deparsed_in_another_way_and_told_when_they_are_others()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE t (id int PRIMARY KEY, s varchar(10)); INSERT INTO t VALUES (1, 'a');
            CREATE VIEW one AS SELECT id, s FROM t; CREATE VIEW two AS SELECT id, s FROM one WHERE s IN ('a', 'b');
            CREATE FUNCTION in_between(v two) RETURNS bool LANGUAGE sql RETURN v.s IN ('a', 'c');
            CREATE VIEW three AS SELECT two.id, two.s, in_between(two) AS b FROM two WHERE two.s IN ('b', 'c');
            CREATE OR REPLACE VIEW one AS SELECT id, s FROM three WHERE s IN ('c', 'd');
            ALTER VIEW one ALTER s SET DEFAULT 'd'; COMMENT ON VIEW two IS 'in a circle';
            CREATE RULE ins AS ON INSERT TO one DO INSTEAD INSERT INTO t SELECT new.id, two.s FROM two WHERE two.s IN ('a', 'd');
            CREATE VIEW above AS SELECT * FROM one WHERE s IN ('a', 'b');
            """);
        Pair.AssertSucceeded(await pair.MigrateAsync() with { Findings = [] });
        await pair.Source.ExecuteAsync("INSERT INTO t VALUES (2, 'b')");
        var truncating = Migrating.Defaults with { Existing = ExistingTables.Truncate };

        Pair.AssertSucceeded(await pair.MigrateAsync(truncating) with { Findings = [] });
        Pair.AssertSucceeded(await pair.MigrateAsync(truncating) with { Findings = [] });
        await pair.AssertSameRowsAsync();

        await pair.Target.ExecuteAsync("CREATE OR REPLACE VIEW two AS SELECT id, s FROM one WHERE s IN ('z', 'y')");
        var other = await pair.MigrateAsync(truncating);
        Assert.Equal(Outcome.FinishedWithFailures, other.Outcome);
        Assert.Contains(other.Findings, finding => finding.Message.Contains("already exists with another query", StringComparison.Ordinal)
            && finding.Object.Contains("two", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_break_a_check_of_their_domain_which_is_not_valid_arrive_again()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE DOMAIN d AS int; CREATE DOMAIN on_d AS d; CREATE TYPE c AS (x on_d, y text);
            CREATE TABLE plain (v d); CREATE TABLE arrays (v d[]); CREATE TABLE composites (v c); CREATE TABLE rows_of (v composites, w plain[]);
            INSERT INTO plain VALUES (-1); INSERT INTO arrays VALUES ('{-1,2}'); INSERT INTO composites VALUES ('(-1,a)'); INSERT INTO rows_of VALUES ('("(-1,a)")', '{(-1)}');
            ALTER DOMAIN d ADD CONSTRAINT positive CHECK (value > 0) NOT VALID; ALTER DOMAIN on_d ADD CONSTRAINT large CHECK (value > 10) NOT VALID;
            COMMENT ON CONSTRAINT positive ON DOMAIN d IS 'not yet';
            """);
        Pair.AssertSucceeded(await pair.MigrateAsync());

        Pair.AssertSucceeded(await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate }));

        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
    }
}
