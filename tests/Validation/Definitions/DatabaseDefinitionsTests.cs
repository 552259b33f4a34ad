using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests;

public class DatabaseDefinitionsTests
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
    [InlineData("ALTER TABLE s.b ALTER v SET DEFAULT 'y'", "column s.b.v: Its default differs: 'x'::text in the source, 'y'::text in the target.")]
    [InlineData("ALTER TABLE s.b ALTER v DROP NOT NULL", "column s.b.v: Its not null differs: true in the source, false in the target.")]
    [InlineData("ALTER TABLE s.a ALTER n TYPE int", "column s.a.n: Its type differs: s.few in the source, integer in the target.")]
    [InlineData("DROP INDEX s.b_v", "index s.b_v: The source has it, the target has not.")]
    [InlineData("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 's.b_v'::regclass", "index s.b_v: It is valid in the source and invalid in the target.")]
    [InlineData("CREATE INDEX extra ON s.a (n)", "index s.extra: The target has it, the source has not.")]
    [InlineData("ALTER TABLE s.a DROP CONSTRAINT small", "check s.small on a: The source has it, the target has not.")]
    [InlineData("UPDATE pg_constraint SET convalidated = false WHERE conname = 'small'", "check s.small on a: Its validated differs: true in the source, false in the target.")]
    [InlineData("GRANT SELECT ON s.a TO PUBLIC", "table s.a: Its privileges differ: the target has PUBLIC:SELECT besides.")]
    [InlineData("GRANT UPDATE (v) ON s.b TO pg_monitor", "column s.b.v: Its privileges differ: the target has pg_monitor:UPDATE besides.")]
    [InlineData("REVOKE EXECUTE ON FUNCTION s.t() FROM PUBLIC", "function s.t(): Its privileges differ: the target lacks PUBLIC:EXECUTE.")]
    [InlineData("ALTER TABLE s.a OWNER TO pg_monitor", "table s.a: Its owner differs: postgres in the source, pg_monitor in the target.")]
    [InlineData("ALTER TABLE s.b DISABLE TRIGGER t", "trigger s.t on b: Its enabled differs: O in the source, D in the target.")]
    [InlineData("CREATE OR REPLACE FUNCTION s.t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$", "function s.t(): Its definition differs: ", true)]
    [InlineData("CREATE OR REPLACE VIEW s.w AS SELECT b.v, count(*) AS n FROM s.b WHERE a > 2 GROUP BY b.v", "view s.w: Its definition differs: ", true)]
    [InlineData("ALTER TYPE s.mood ADD VALUE 'mad'", "enum s.mood: Its definition differs: 'sad', 'ok' in the source, 'sad', 'ok', 'mad' in the target.")]
    [InlineData("ALTER DOMAIN s.few DROP CONSTRAINT few_check", "domain s.few: Its definition differs: ", true)]
    [InlineData("ALTER TABLE s.a DISABLE ROW LEVEL SECURITY", "table s.a: Its row security differs: enabled in the source, disabled in the target.")]
    [InlineData("ALTER POLICY p ON s.a USING (true)", "policy s.p on a: Its using differs: (id > 1) in the source, true in the target.")]
    [InlineData("ALTER SEQUENCE s.q INCREMENT 2", "sequence s.q: Its definition differs: ", true)]
    [InlineData("COMMENT ON TABLE s.a IS 'b'", "table s.a: Its comment differs: a in the source, b in the target.")]
    [InlineData("DROP TABLE s.b CASCADE", "sequence s.b_id_seq: The source has it, the target has not.|table s.b: The source has it, the target has not.|view s.w: The source has it, the target has not.")]
    public async Task A_change_in_the_target_is_found_and_its_object_named(string change, string expected, bool isStart = false)
    {
        var found = await CompareAsync(Objects, Objects + change, new MigrationScope());
        if (isStart)
            Assert.Contains(found, words => words.StartsWith(expected, StringComparison.Ordinal));
        else
            Assert.Equal(expected, string.Join('|', found));
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
    public async Task Another_version_says_the_same_of_the_same_objects() => Assert.Empty(await CompareAsync(Objects, Objects, new MigrationScope(), 18));

    [Fact]
    public async Task Of_picked_tables_only_their_own_definitions_are_compared()
    {
        var found = await CompareAsync(
            Objects, Objects + "DROP FUNCTION s.f; DROP INDEX s.b_v; ALTER TABLE s.a DROP CONSTRAINT small", new MigrationScope { IncludeTables = ["s.b"] });
        Assert.Equal(["index s.b_v: The source has it, the target has not."], found);
    }

    [Fact]
    public async Task A_sequence_whose_next_value_is_taken_is_found()
    {
        const string rows = "INSERT INTO s.a SELECT i FROM generate_series(1, 9) AS i; INSERT INTO s.b (a) SELECT 1 FROM generate_series(1, 50);";
        Assert.Equal(
            ["sequence s.b_id_seq: It stands at 20, but column id of s.b holds 50: the next values collide."],
            await CompareAsync(Objects + rows, Objects + rows + "SELECT setval('s.b_id_seq', 20)", new MigrationScope()));
        Assert.Empty(await CompareAsync(Objects + rows, Objects + rows + "SELECT setval('s.b_id_seq', 70)", new MigrationScope()));
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(string inSource, string inTarget, MigrationScope scope, int targetMajor = TestServer.DefaultMajor)
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync(targetMajor);
        await source.ExecuteAsync(inSource);
        await target.ExecuteAsync(inTarget);
        await using var from = new Database(ServerConnection.Parse(source.Uri, "source", ConnectionEnvironment.Empty), Side.Source);
        await using var to = new Database(ServerConnection.Parse(target.Uri, "target", ConnectionEnvironment.Empty), Side.Target);
        var options = Options.Of(scope);
        return [.. (await new DatabaseDefinitions(from, to).CompareAsync(options, default)).Select(finding => $"{finding.Object}: {finding.Message}")];
    }
}
