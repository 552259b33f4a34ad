using System.Text.Json;
using ActorMigrate.EndToEnd.Tests.Checks;

namespace ActorMigrate.EndToEnd.Tests.ManagedServices;

/// <summary>Migrations into a managed service. What the administrator may do arrives exactly; what it may not is named before, and nothing
/// fails later that the checks did not name.</summary>
public sealed class ManagedServiceTests
{
    private const string Allowed = """
        CREATE EXTENSION citext; CREATE EXTENSION postgres_fdw; CREATE SCHEMA extensions; CREATE EXTENSION pageinspect SCHEMA extensions;
        GRANT CREATE ON SCHEMA public TO <owner>, <team>; CREATE SCHEMA app AUTHORIZATION <owner>; CREATE SCHEMA crew AUTHORIZATION <team>;
        SET ROLE <owner>;
        CREATE TABLE app.item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name citext UNIQUE, note text); INSERT INTO app.item (name, note) SELECT 'n' || g, repeat('x', g) FROM generate_series(1, 50) g;
        CREATE FUNCTION app.twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2'; CREATE INDEX twiced ON app.item (app.twice(id)); CREATE MATERIALIZED VIEW app.counted AS SELECT count(*) FROM app.item;
        ALTER TABLE app.item ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON app.item TO <web> USING (id < 10); GRANT USAGE ON SCHEMA app TO <web>, <team>; GRANT REFERENCES ON app.item TO <team>;
        CREATE VIEW public.shown AS SELECT id FROM app.item; GRANT SELECT ON public.shown TO <web>; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO <web>;
        RESET ROLE; SET ROLE <team>;
        CREATE TABLE crew.part (id serial PRIMARY KEY, item int REFERENCES app.item, at timestamptz DEFAULT '2024-01-02 03:04:05+00'); INSERT INTO crew.part (item) SELECT g FROM generate_series(1, 50) g;
        RESET ROLE;
        """;

    private const string Refused = """
        CREATE SCHEMA strange AUTHORIZATION <stranger>; SET ROLE <stranger>; CREATE TABLE strange.t (id int PRIMARY KEY); INSERT INTO strange.t VALUES (1), (2); CREATE TYPE strange.mood AS ENUM ('ok'); CREATE VIEW strange.v AS SELECT id FROM strange.t; RESET ROLE;
        CREATE SCHEMA half AUTHORIZATION <half>; SET ROLE <half>; CREATE TABLE half.t (id int PRIMARY KEY); INSERT INTO half.t VALUES (1); CREATE MATERIALIZED VIEW half.m AS SELECT id FROM half.t; RESET ROLE;
        CREATE SCHEMA apart AUTHORIZATION <apart>; SET ROLE <apart>; CREATE TABLE apart.t (id int PRIMARY KEY); INSERT INTO apart.t VALUES (1); CREATE INDEX ON apart.t ((id + 1)); RESET ROLE;
        CREATE SCHEMA closed AUTHORIZATION <team>; CREATE TABLE closed.t (id int PRIMARY KEY); ALTER TABLE closed.t OWNER TO <owner>; INSERT INTO closed.t VALUES (1);
        CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'x'); ALTER SERVER there OWNER TO <owner>; CREATE USER MAPPING FOR <owner> SERVER there OPTIONS (user 'u', password 'hidden-word');
        CREATE FOREIGN TABLE app.remote (id int) SERVER there; ALTER FOREIGN TABLE app.remote OWNER TO <owner>;
        CREATE PUBLICATION mine FOR TABLE app.item; ALTER PUBLICATION mine OWNER TO <owner>; CREATE PUBLICATION every FOR ALL TABLES;
        CREATE SUBSCRIPTION <web>_sub CONNECTION 'host=nowhere password=hidden-word' PUBLICATION x WITH (connect = false, slot_name = NONE);
        CREATE FUNCTION app.act() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER acting ON ddl_command_end EXECUTE FUNCTION app.act();
        CREATE FUNCTION app.logged() RETURNS int LANGUAGE sql SET log_statement = 'all' AS 'SELECT 1'; CREATE FUNCTION app.inner_one(int) RETURNS int LANGUAGE internal AS 'int4abs';
        CREATE LANGUAGE own_pl HANDLER plpgsql_call_handler; CREATE ACCESS METHOD own_heap TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE app.odd (id int) USING own_heap;
        GRANT USAGE ON SCHEMA extensions TO <web>; SELECT lo_from_bytea(4712, 'x'); GRANT SELECT ON LARGE OBJECT 4712 TO <reader>, <web>;
        GRANT USAGE ON SCHEMA app TO <stranger>; SET ROLE <owner>; GRANT SELECT ON app.item TO <stranger> WITH GRANT OPTION; RESET ROLE; SET ROLE <stranger>; GRANT SELECT ON app.item TO <half>; RESET ROLE;
        """;

    // Rows, definitions, owners and privileges of what the administrator may make.
    private static readonly string[] Alike =
    [
        "SELECT string_agg(id || name || length(note), ' ' ORDER BY id) FROM app.item",
        "SELECT string_agg(id || ':' || item || at, ' ' ORDER BY id) FROM crew.part", "SELECT count::text FROM app.counted",
        "SELECT string_agg(relname::text || relkind::text || relowner::regrole::text || relrowsecurity::text || "
            + "replace(coalesce(relacl::text, ''), 'Dxtm', 'Dxt'), ' ' ORDER BY oid::regclass::text) FROM pg_class WHERE relnamespace IN "
            + "('app'::regnamespace, 'crew'::regnamespace) AND relname IN ('item', 'item_pkey', 'twiced', "
            + "'counted', 'part', 'part_id_seq')",
        "SELECT string_agg(conname::text || pg_get_constraintdef(oid) || convalidated::text, ' ' ORDER BY conname) FROM pg_constraint "
            + "WHERE contype <> 'n' AND conrelid IN ('app.item'::regclass, 'crew.part'::regclass)",
        "SELECT string_agg(nspname::text || nspowner::regrole::text || nspacl::text, ' ' ORDER BY nspname) FROM "
            + "pg_namespace WHERE nspname IN ('app')",
        "SELECT string_agg(polname::text || pg_get_expr(polqual, polrelid) || polroles::regrole[]::text, ' ') FROM pg_policy",
        "SELECT last_value::text || is_called::text FROM app.item_id_seq",
        "SELECT string_agg(defaclrole::regrole::text || replace(defaclacl::text, 'Dxtm', 'Dxt'), ' ') FROM pg_default_acl",
    ];

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task All_that_the_administrator_may_make_arrives_exactly(int targetMajor)
    {
        await using var scene = await ManagedScene.SetAsync(targetMajor);
        await scene.ExecuteAsync(scene.Source, Allowed);
        // The platform's event trigger acts, and its schema keeps its owner.
        var check = await CheckRun.OfAsync(scene.From, scene.To);
        check.ShouldSay("event-triggers", "warn", "platform_note");
        check.ShouldSay("owners", "warn", "The schema extensions exists in the target and belongs to", "It stays as it is");
        check.ShouldSay("superuser-only", "pass");
        check.ShouldSay("target-privileges", "pass");

        var run = await Cli.MigrateAsync(scene.From, scene.To);

        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.Contains("1 object failed (owner: 1)", run.Printed, StringComparison.Ordinal);
        foreach (var query in Alike)
            await scene.ShouldBeAlikeAsync(query);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Nothing_fails_that_the_checks_did_not_name(int targetMajor)
    {
        await using var scene = await ManagedScene.SetAsync(targetMajor);
        await scene.ExecuteAsync(scene.Source, Allowed);
        await scene.ExecuteAsync(scene.Source, Refused);
        var report = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            var check = await Cli.RunAsync("check", "--json", "--source", scene.From, "--target", scene.To);
            Assert.True(check.ExitCode == 0, check.Printed);
            var run = await Cli.MigrateAsync(scene.From, scene.To, "--report", report);
            Assert.True(run.ExitCode == 3, run.Printed);
            Assert.DoesNotContain(
                "hidden-word", check.Printed + run.Printed + await File.ReadAllTextAsync(report), StringComparison.Ordinal);
            ShouldBeNamed(JsonDocument.Parse(check.Out).RootElement, Report.Read(report));
        }
        finally
        {
            File.Delete(report);
            await scene.ExecuteAsync(scene.Source, "DROP SUBSCRIPTION <web>_sub");
        }

        // Grants in the name of a role that the administrator cannot be are the one thing of these that fails.
        foreach (var query in Alike.Where(query => !query.Contains("relacl", StringComparison.Ordinal)))
            await scene.ShouldBeAlikeAsync(query);
        // Rows do not go under for an owner that cannot be given.
        foreach (var table in new[] { "strange.t", "half.t", "apart.t", "closed.t" })
            await scene.ShouldBeAlikeAsync($"SELECT string_agg(id::text, ' ' ORDER BY id) FROM {table}");
    }

    [Fact]
    public async Task Objects_that_the_platform_keeps_to_itself_are_named_with_their_users()
    {
        await using var scene = await ManagedScene.SetAsync(15);
        await scene.ExecuteAsync(scene.Source, """
            CREATE SCHEMA platform; CREATE TYPE platform.level AS ENUM ('low'); CREATE SCHEMA app AUTHORIZATION <owner>; GRANT USAGE ON SCHEMA platform TO <owner>; SET ROLE <owner>;
            CREATE TABLE app.levels (id int, level platform.level); CREATE TABLE app.free (id int); INSERT INTO app.free VALUES (1);
            """);

        var check = await CheckRun.OfAsync(scene.From, scene.To, "--source-schema", "app");
        check.ShouldSay(
            "target-privileges", "warn", "type platform.level", "table app.levels", "GRANT USAGE ON TYPE \"platform\".\"level\"");
        var run = await Cli.MigrateAsync(scene.From, scene.To, "--source-schema", "app");
        Assert.True(run.ExitCode == 3 && run.Printed.Contains("permission denied for type", StringComparison.Ordinal), run.Printed);
        await scene.ShouldBeAlikeAsync("SELECT string_agg(id::text, ' ') FROM app.free");
    }

    [Theory]
    [InlineData("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC", true)]
    [InlineData("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC", false)]
    [InlineData("DROP EXTENSION plpgsql CASCADE", false)]
    public async Task A_database_without_the_language_that_statements_are_written_in_is_refused(string statement, bool inSource)
    {
        await using var scene = await ManagedScene.SetAsync(15);
        await scene.ExecuteAsync(scene.Source, "CREATE TABLE t (id int)");
        await scene.ExecuteAsync(inSource ? scene.Source : scene.Target, statement);

        (await CheckRun.OfAsync(scene.From, scene.To)).ShouldSay("database-privileges", "fail",
            $"The {(inSource ? "source" : "target")} database", "plpgsql", "GRANT USAGE ON LANGUAGE plpgsql");
        (await Cli.MigrateAsync(scene.From, scene.To)).ShouldRefuse(2, "plpgsql");
    }

    [Fact]
    public async Task A_source_role_that_only_selects_is_told_what_it_may_not_read()
    {
        await using var scene = await ManagedScene.SetAsync(15);
        const string subscription = "<half>_sub";
        await scene.ExecuteAsync(scene.Source, $"""
            REVOKE pg_read_all_data FROM <reader>; CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t DEFAULT VALUES; GRANT SELECT ON t TO <reader>; GRANT SELECT ON SEQUENCE t_id_seq TO <reader>;
            CREATE EXTENSION postgres_fdw; CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw; CREATE USER MAPPING FOR <web> SERVER there OPTIONS (password 'hidden-word');
            CREATE SUBSCRIPTION {subscription} CONNECTION 'host=nowhere password=hidden-word' PUBLICATION x WITH (connect = false, slot_name = NONE); SELECT lo_from_bytea(4713, 'x');
            """);
        try
        {
            (await CheckRun.OfAsync(scene.From, scene.Target.Uri))
                .ShouldSay("source-privileges", "fail", "4713", "GRANT SELECT ON LARGE OBJECT");
            await scene.ExecuteAsync(scene.Source, "GRANT SELECT ON LARGE OBJECT 4713 TO <reader>");
            var check = await CheckRun.OfAsync(scene.From, scene.Target.Uri);
            check.ShouldSay("definitions", "warn", scene.Named(subscription), "may not read its connection", "by hand");
            check.ShouldSay("definitions", "warn", scene.Named("user mapping for <web> on there"), "arrives without them");
            var run = await Cli.MigrateAsync(scene.From, scene.Target.Uri);
            Assert.True(run.ExitCode == 3, run.Printed);
            Assert.Contains("may not read its connection", run.Printed, StringComparison.Ordinal);
            await scene.ShouldBeAlikeAsync(
                "SELECT string_agg(id::text, ' ') || (SELECT last_value FROM t_id_seq) || (SELECT count(*) FROM "
                    + "pg_largeobject_metadata) FROM t");
        }
        finally
        {
            await scene.ExecuteAsync(scene.Source, $"DROP SUBSCRIPTION IF EXISTS {subscription}");
        }
    }

    [Fact]
    public async Task A_role_that_reads_all_data_carries_over_the_options_of_user_mappings()
    {
        await using var scene = await ManagedScene.SetAsync(15);
        await scene.ExecuteAsync(
            scene.Source,
            "CREATE EXTENSION postgres_fdw; CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw; CREATE USER MAPPING FOR <web> SERVER "
                + "there OPTIONS (user 'u', password 'hidden-word')");
        var run = await Cli.MigrateAsync(scene.From, scene.Target.Uri);
        Assert.True(run.ExitCode == 0 && !run.Printed.Contains("hidden-word", StringComparison.Ordinal), run.Printed);
        await scene.ShouldBeAlikeAsync("SELECT umoptions::text FROM pg_user_mappings WHERE srvname = 'there'");
    }

    // A finding of the run names objects by kind and name, a check by both or by the name alone; an owner's or a privilege's by its object.
    private static void ShouldBeNamed(JsonElement check, JsonElement report)
    {
        var said = string.Join('\n', check.GetProperty("checks").EnumerateArray()
            .SelectMany(one => one.GetProperty("findings").EnumerateArray()).Select(finding => finding.GetProperty("cause").GetString()));
        var failed = report.GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("sqlState").ValueKind == JsonValueKind.String)
            .SelectMany(finding => finding.GetProperty("objects").EnumerateArray()).Select(name => name.GetString()!).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, name => Assert.Contains(Names(name), part => said.Contains(part, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Names(string failed)
    {
        var words = failed.Split(' ');
        return words[0] is "owner" or "privileges"
            ? [string.Join(' ', words[1..])]
            : Enumerable.Range(0, words.Length).Select(from => string.Join(' ', words[from..])).Where(part => part.Length > 2);
    }
}
