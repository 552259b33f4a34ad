using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests.Definitions;

public class DatabaseDefinitionsTests(PreparedDatabases prepared) : IClassFixture<PreparedDatabases>
{
    private const string Objects = """
        CREATE SCHEMA s;
        CREATE TYPE s.mood AS ENUM ('sad', 'ok');
        CREATE DOMAIN s.few AS int CHECK (VALUE < 10);
        CREATE TABLE s.a (id int PRIMARY KEY, m s.mood DEFAULT 'ok', n s.few, CONSTRAINT small CHECK (id < 1000));
        CREATE TABLE s.b (id serial PRIMARY KEY, a int REFERENCES s.a, v text DEFAULT 'x' NOT NULL, g int GENERATED ALWAYS AS (a + 1) STORED);
        CREATE INDEX b_v ON s.b (v) WHERE v <> '';
        CREATE VIEW s.w AS SELECT b.v, count(*) AS n FROM s.b WHERE a > 1 GROUP BY b.v;
        CREATE FUNCTION s.f(x s.mood) RETURNS text LANGUAGE sql AS $$ SELECT x::text $$;
        CREATE FUNCTION s.t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER t BEFORE INSERT ON s.b FOR EACH ROW EXECUTE FUNCTION s.t();
        ALTER TABLE s.a ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON s.a USING (id > 1);
        CREATE SEQUENCE s.q;
        COMMENT ON TABLE s.a IS 'a';
        """;

    [Theory]
    [InlineData("", "")]
    [InlineData(
        "ALTER TABLE s.b ALTER v SET DEFAULT 'y'", "column s.b.v: Its default differs: 'x'::text in the source, 'y'::text in the target.")]
    [InlineData("ALTER TABLE s.b ALTER v DROP NOT NULL", "column s.b.v: Its not null differs: true in the source, false in the target.")]
    [InlineData("ALTER TABLE s.a ALTER n TYPE int", "column s.a.n: Its type differs: s.few in the source, integer in the target.")]
    [InlineData("DROP INDEX s.b_v", "index s.b_v: The source has it, the target does not.")]
    [InlineData("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 's.b_v'::regclass",
        "index s.b_v: It is valid in the source and invalid in the target.")]
    [InlineData("CREATE INDEX extra ON s.a (n)", "index s.extra: The target has it, the source does not.")]
    [InlineData("ALTER TABLE s.a DROP CONSTRAINT small", "check s.small on a: The source has it, the target does not.")]
    [InlineData("UPDATE pg_constraint SET convalidated = false WHERE conname = 'small'",
        "check s.small on a: Its validated differs: true in the source, false in the target.")]
    [InlineData("GRANT SELECT ON s.a TO PUBLIC", "table s.a: Its privileges differ: the target has PUBLIC:SELECT besides.")]
    [InlineData("GRANT UPDATE (v) ON s.b TO pg_monitor", "column s.b.v: Its privileges differ: the target has pg_monitor:UPDATE besides.")]
    [InlineData("REVOKE EXECUTE ON FUNCTION s.t() FROM PUBLIC", "function s.t(): Its privileges differ: the target lacks PUBLIC:EXECUTE.")]
    [InlineData("ALTER TABLE s.a OWNER TO pg_monitor", "table s.a: Its owner differs: postgres in the source, pg_monitor in the target.")]
    [InlineData("ALTER TABLE s.b DISABLE TRIGGER t", "trigger s.t on b: Its enabled differs: O in the source, D in the target.")]
    [InlineData("CREATE OR REPLACE FUNCTION s.t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "function s.t(): Its definition differs: ", true)]
    [InlineData("CREATE OR REPLACE VIEW s.w AS SELECT b.v, count(*) AS n FROM s.b WHERE a > 2 GROUP BY b.v",
        "view s.w: Its definition differs: ", true)]
    [InlineData("ALTER TYPE s.mood ADD VALUE 'mad'",
        "enum s.mood: Its definition differs: 'sad', 'ok' in the source, 'sad', 'ok', 'mad' in the target.")]
    [InlineData("ALTER DOMAIN s.few DROP CONSTRAINT few_check", "domain s.few: Its definition differs: ", true)]
    [InlineData("ALTER TABLE s.a DISABLE ROW LEVEL SECURITY",
        "table s.a: Its row security differs: enabled in the source, disabled in the target.")]
    [InlineData("ALTER POLICY p ON s.a USING (true)", "policy s.p on a: Its using differs: (id > 1) in the source, true in the target.")]
    [InlineData("ALTER SEQUENCE s.q INCREMENT 2", "sequence s.q: Its definition differs: ", true)]
    [InlineData("COMMENT ON TABLE s.a IS 'b'", "table s.a: Its comment differs: a in the source, b in the target.")]
    [InlineData(
        "DROP TABLE s.b CASCADE",
        "sequence s.b_id_seq: The source has it, the target does not.|table s.b: The source has it, the target does not.|view s.w: The "
            + "source has it, the target does not.")]
    public async Task A_change_in_the_target_is_found_and_its_object_named(string change, string expected, bool isStart = false)
    {
        var found = await CompareAsync(Objects, Objects + change, new MigrationScope());
        if (isStart)
            Assert.Contains(found, words => words.StartsWith(expected, StringComparison.Ordinal));
        else
            Assert.Equal(expected, string.Join('|', found));
    }

    [Fact]
    public async Task Definitions_of_the_same_text_that_compare_by_other_operators_differ()
    {
        const string Compared = """
            CREATE VIEW s.v AS SELECT a.id FROM s.a JOIN s.b USING (c); CREATE TABLE s.d (c s.citext, CONSTRAINT one CHECK (CASE c WHEN 'x' THEN false ELSE true END)); CREATE VIEW s.same AS SELECT DISTINCT c FROM s.a;
            """;
        const string Types = "CREATE SCHEMA s; CREATE EXTENSION citext SCHEMA s; "
            + "CREATE TABLE s.a (id int, c s.citext); CREATE TABLE s.b (c s.citext);";
        var (source, other) = ($"{Types} SET search_path = s; {Compared}", $"{Types} SET search_path = pg_catalog; {Compared}");
        Assert.Equal([], await CompareAsync(source, source, new MigrationScope()));
        var found = await CompareAsync(source, other, new MigrationScope());
        Assert.Contains(found, words => words.StartsWith("view s.v: Its operators differ", StringComparison.Ordinal));
        Assert.Contains(found, words => words.StartsWith("check s.one on d: Its operators differ", StringComparison.Ordinal));
    }

    private const string Rarer = """
        CREATE SCHEMA s; SET client_min_messages = error;
        CREATE TABLE s.t (a int PRIMARY KEY, b text, c int); CREATE TABLE s.v (k text PRIMARY KEY); CREATE FUNCTION s.twisted(text, int) RETURNS bool LANGUAGE sql RETURN true;
        CREATE TABLE s.u (k text REFERENCES s.v, x int) WITH (toast.autovacuum_enabled = false);
        CREATE INDEX u_low ON s.u ((lower(k))); CREATE STATISTICS s.st ON a, c FROM s.t; CREATE RULE r AS ON DELETE TO s.t DO INSTEAD NOTHING; CREATE POLICY p ON s.t;
        CREATE PUBLICATION am_of_rows FOR TABLE s.t (a, c) WHERE (a > 1); CREATE PUBLICATION am_of_schema FOR TABLES IN SCHEMA s;
        CREATE AGGREGATE s.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0'); CREATE DOMAIN s.word AS text COLLATE "C"; CREATE TYPE s.pair AS (a text COLLATE "C", b int);
        CREATE FUNCTION s.same(int, text) RETURNS bool LANGUAGE sql RETURN true; CREATE OPERATOR s.=== (FUNCTION = s.same, LEFTARG = int, RIGHTARG = text);
        CREATE COLLATION s.german (PROVIDER = icu, LOCALE = 'de-AT'); CREATE TEXT SEARCH DICTIONARY s.dict (TEMPLATE = simple);
        CREATE FOREIGN DATA WRAPPER am_w; CREATE FOREIGN DATA WRAPPER am_v; CREATE SERVER am_s FOREIGN DATA WRAPPER am_w;
        """;

    [Theory]
    [InlineData("", null)]
    [InlineData("ALTER PUBLICATION am_of_rows SET TABLE s.t (a, c)", "publication am_of_rows: Its definition differs")]
    [InlineData("ALTER PUBLICATION am_of_rows SET TABLE s.t (a, b, c) WHERE (a > 1)", "publication am_of_rows: Its definition differs")]
    [InlineData("ALTER PUBLICATION am_of_schema DROP TABLES IN SCHEMA s", "publication am_of_schema: Its schemas differ")]
    [InlineData("COMMENT ON PUBLICATION am_of_rows IS 'x'", "publication am_of_rows: Its comment differs")]
    [InlineData("ALTER TABLE s.u DISABLE TRIGGER ALL", "foreign-key s.u_k_fkey on u: Its triggers that are not enabled as usual differs")]
    [InlineData("ALTER TABLE s.u RESET (toast.autovacuum_enabled)", "table s.u: Its toast options differ")]
    [InlineData("ALTER INDEX s.u_low ALTER COLUMN 1 SET STATISTICS 9", "index s.u_low: Its statistics targets differ")]
    [InlineData("ALTER STATISTICS s.st SET STATISTICS 9", "statistics s.st: Its statistics target differs")]
    [InlineData("COMMENT ON STATISTICS s.st IS 'x'", "statistics s.st: Its comment differs")]
    [InlineData("COMMENT ON RULE r ON s.t IS 'x'", "rule s.r on t: Its comment differs")]
    [InlineData("COMMENT ON POLICY p ON s.t IS 'x'", "policy s.p on t: Its comment differs")]
    [InlineData(
        "DROP AGGREGATE s.total (int); CREATE AGGREGATE s.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', MSFUNC = int4pl, "
            + "MINVFUNC = int4mi, MSTYPE = int)", "aggregate s.total(integer): Its definition differs")]
    [InlineData("DROP DOMAIN s.word; CREATE DOMAIN s.word AS text", "domain s.word: Its definition differs")]
    [InlineData("DROP TYPE s.pair; CREATE TYPE s.pair AS (a text, b int)", "composite type s.pair: Its definition differs")]
    [InlineData("CREATE OPERATOR s.=== (FUNCTION = s.twisted, LEFTARG = text, RIGHTARG = int, COMMUTATOR = OPERATOR(s.===))",
        "operator s.===(integer, text): Its definition differs")]
    [InlineData(
        "DROP COLLATION s.german; CREATE COLLATION s.german (PROVIDER = icu, LOCALE = 'sv')", "collation s.german: Its definition differs")]
    [InlineData("COMMENT ON COLLATION s.german IS 'x'", "collation s.german: Its comment differs")]
    [InlineData("ALTER TEXT SEARCH DICTIONARY s.dict OWNER TO pg_monitor", "text search dictionary s.dict: Its owner differs")]
    [InlineData("DROP SERVER am_s; CREATE SERVER am_s FOREIGN DATA WRAPPER am_v", "foreign server am_s: Its wrapper differs")]
    [InlineData("ALTER FOREIGN DATA WRAPPER am_w VALIDATOR postgresql_fdw_validator", "foreign-data wrapper am_w: Its functions differ")]
    public async Task A_change_of_a_rarer_kind_is_found(string change, string? expected)
    {
        var found = await CompareAsync(Rarer, Rarer + change, new MigrationScope());
        if (expected is null)
            Assert.Empty(found);
        else
            Assert.Contains(found, words => words.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Renamed_schemas_are_equal_under_their_new_names()
    {
        var scope = new MigrationScope { SchemaMap = new Dictionary<string, string> { ["s"] = "the new" } };
        var renamed = Objects + "ALTER SCHEMA s RENAME TO \"the new\";";
        Assert.Empty(await CompareAsync(Objects, renamed, scope));
        Assert.Equal(
            ["column the new.b.v: Its default differs: 'x'::text in the source, 'y'::text in the target."],
            await CompareAsync(Objects, renamed + "ALTER TABLE \"the new\".b ALTER v SET DEFAULT 'y'", scope));
    }

    [Fact]
    public async Task Another_version_says_the_same_of_the_same_objects() =>
        Assert.Empty(await CompareAsync(Objects, Objects, new MigrationScope(), 18));

    [Fact]
    public async Task Words_that_are_new_in_the_target_and_identities_of_partitions_are_the_same_in_another_version()
    {
        const string sql = """
            CREATE TABLE kw (id int, "json" int, "system_user" text, CHECK ("json" > 0)); CREATE INDEX "json_value" ON kw ("json");
            CREATE FUNCTION "merge_action"("json" int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE "json_table"(int) (SFUNC = int4pl, STYPE = int);
            CREATE VIEW v AS SELECT "json", "merge_action"(1) AS "json_query" FROM kw WHERE "system_user" = '"json"';
            CREATE TABLE root (i int GENERATED ALWAYS AS IDENTITY, k int) PARTITION BY LIST (k); CREATE TABLE leaf PARTITION OF root FOR VALUES IN (1);
            """;
        Assert.Empty(await CompareAsync(sql, sql, new MigrationScope(), 18));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task A_copy_is_no_difference_where_the_server_writes_it_otherwise(int targetMajor)
    {
        const string sql = """
            CREATE FUNCTION f() RETURNS SETOF result LANGUAGE plpgsql AS 'BEGIN END'; CREATE VIEW v AS SELECT r.a FROM f() AS r;
            CREATE COLLATION i (PROVIDER = icu, LOCALE = ''); CREATE COLLATION p (PROVIDER = icu, LOCALE = 'POSIX'); CREATE COLLATION k (PROVIDER = icu, LOCALE = '@colStrength=primary');
            """;
        const string copied = "CREATE TYPE result AS (a int, b text);" + sql;
        const string grown = "CREATE TYPE result AS (a int);" + sql + "ALTER TYPE result ADD ATTRIBUTE b text;";
        Assert.Empty(await CompareAsync(grown, copied, new MigrationScope(), targetMajor));
        Assert.Empty(await CompareAsync(Body("-1", "'a'"), Body("'-1'::int AS int4", "'a'::text AS text"), new MigrationScope(),
            targetMajor));
        Assert.Single(await CompareAsync(Body("-1", "'a'"), Body("-1", "'a'::text AS a"), new MigrationScope(), targetMajor));

        static string Body(string one, string other) => $"""
            DO $$ BEGIN EXECUTE $f$CREATE FUNCTION g() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT {one}; SELECT {other}; END$f$; END $$
            """;
    }

    [Fact]
    public async Task Of_picked_tables_only_their_own_definitions_are_compared()
    {
        var found = await CompareAsync(
            Objects, Objects + "DROP FUNCTION s.f; DROP INDEX s.b_v; ALTER TABLE s.a DROP CONSTRAINT small",
            new MigrationScope { IncludeTables = ["s.b"] });
        Assert.Equal(["index s.b_v: The source has it, the target does not."], found);
    }

    [Fact]
    public async Task A_sequence_whose_next_value_is_taken_is_found()
    {
        const string rows =
            "INSERT INTO s.a SELECT i FROM generate_series(1, 9) AS i; INSERT INTO s.b (a) SELECT 1 FROM generate_series(1, 50);";
        Assert.Equal(
            ["sequence s.b_id_seq: It stands at 20, but column id of s.b holds 50: the next values collide."],
            await CompareAsync(Objects + rows, Objects + rows + "SELECT setval('s.b_id_seq', 20)", new MigrationScope()));
        Assert.Empty(await CompareAsync(Objects + rows, Objects + rows + "SELECT setval('s.b_id_seq', 70)", new MigrationScope()));
    }

    private async Task<IReadOnlyList<string>> CompareAsync(
        string inSource, string inTarget, MigrationScope scope, int targetMajor = TestServer.DefaultMajor)
    {
        var source = await prepared.GetAsync(inSource, new TestDatabaseOptions());
        await using var target = await prepared.CreateAsync(inTarget, new TestDatabaseOptions(), source, targetMajor);
        await using var from = source.As(Side.Source);
        await using var to = target.As(Side.Target);
        var options = TestOptions.Of(scope);
        return [.. (await new DatabaseDefinitions(from, to).CompareAsync(options, default))
            .Select(finding => $"{finding.Object}: {finding.Message}")];
    }
}
