using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Catalog.Tests;

public sealed class PrivilegeRoundtripTests
{
    private const string Script = """
        CREATE SCHEMA app; CREATE SCHEMA theirs AUTHORIZATION "am owner";
        CREATE TYPE app.mood AS ENUM ('a'); CREATE DOMAIN app.dom AS int;
        CREATE SEQUENCE app.seq;
        CREATE TABLE app.t (id serial PRIMARY KEY, i int GENERATED ALWAYS AS IDENTITY, x text);
        CREATE TABLE app.revoked (id int);
        CREATE VIEW app.v AS SELECT * FROM app.t; CREATE MATERIALIZED VIEW app.m AS SELECT 1;
        CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE app.agg (int) (SFUNC = int4pl, STYPE = int);
        CREATE STATISTICS app.st ON id, x FROM app.t;
        INSERT INTO app.t (x) VALUES ('a');
        GRANT USAGE ON SCHEMA app TO am_reader; GRANT CREATE ON SCHEMA app TO "am owner" WITH GRANT OPTION; GRANT CREATE ON SCHEMA public TO am_reader;
        GRANT SELECT ON app.t, app.v, app.m TO am_reader; GRANT ALL ON app.t TO PUBLIC; GRANT INSERT (x), UPDATE (x, id) ON app.t TO am_reader WITH GRANT OPTION;
        REVOKE ALL ON app.revoked FROM postgres; GRANT USAGE ON SEQUENCE app.seq, app.t_i_seq TO am_reader;
        REVOKE EXECUTE ON FUNCTION app.f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION app.f(int) TO am_reader; REVOKE EXECUTE ON PROCEDURE app.p() FROM PUBLIC;
        REVOKE USAGE ON TYPE app.mood FROM PUBLIC; GRANT USAGE ON DOMAIN app.dom TO am_reader;
        ALTER TABLE app.t OWNER TO "am owner"; ALTER VIEW app.v OWNER TO "am owner"; ALTER MATERIALIZED VIEW app.m OWNER TO "am owner";
        ALTER FUNCTION app.f(int) OWNER TO "am owner"; ALTER AGGREGATE app.agg (int) OWNER TO "am owner"; ALTER TYPE app.mood OWNER TO "am owner";
        ALTER DOMAIN app.dom OWNER TO "am owner"; ALTER SEQUENCE app.seq OWNER TO "am owner"; ALTER STATISTICS app.st OWNER TO "am owner";
        CREATE TABLE app.chained (id int, x int); GRANT SELECT, UPDATE (x) ON app.chained TO am_reader WITH GRANT OPTION;
        SET ROLE am_reader; GRANT SELECT, UPDATE (x) ON app.chained TO "am owner"; RESET ROLE;
        ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO am_reader;
        ALTER DEFAULT PRIVILEGES FOR ROLE "am owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO am_reader WITH GRANT OPTION;
        """;

    private const string BuiltIns = """
        GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO am_reader; GRANT SELECT (rolname, oid) ON pg_catalog.pg_authid TO am_reader;
        REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(float8) FROM PUBLIC; REVOKE SELECT ON pg_catalog.pg_timezone_names FROM PUBLIC;
        REVOKE SELECT (rolname) ON pg_catalog.pg_roles FROM am_reader; GRANT USAGE ON LANGUAGE sql TO am_reader;
        """;

    [Fact]
    public async Task Owners_and_privileges_arrive()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }

    [Fact]
    public async Task Roles_that_the_target_lacks_are_named_and_the_rest_arrives()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE t (id int); ALTER TABLE t OWNER TO "am owner"; GRANT SELECT ON t TO am_reader, PUBLIC;
            """, 15, 18);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            ["owner table public.t", "privileges table public.t"], roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}"));
        Assert.True(await roundtrip.Target.ScalarAsync<bool>("SELECT relacl::text LIKE '%=r/%' FROM pg_class WHERE relname = 't'"));
    }

    [Fact]
    public async Task Privileges_that_were_changed_on_built_in_objects_and_members_of_extensions_arrive()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            $"CREATE EXTENSION pgcrypto; CREATE TABLE t (id int); {BuiltIns} REVOKE EXECUTE ON FUNCTION gen_salt(text) FROM PUBLIC;");
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
        Assert.Empty(roundtrip.Plan.Findings);
        await (await roundtrip.MigrateAsync(existing: ExistingTables.Truncate)).AssertSameAsync();
    }

    [Fact]
    public async Task Privileges_on_built_in_objects_that_the_target_lacks_or_for_its_roles_are_reported_and_the_rest_arrives()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
            {BuiltIns} REVOKE EXECUTE ON FUNCTION pg_catalog.pg_stat_get_buf_fsync_backend() FROM PUBLIC;
            GRANT SELECT (checkpoints_timed, stats_reset) ON pg_catalog.pg_stat_bgwriter TO PUBLIC;
            """, 15, 18);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(
            [
                "Privileges were changed on 2 object(s) of the server or of extensions that the target does not have: function "
                    + "pg_catalog.pg_stat_get_buf_fsync_backend(), column checkpoints_timed of table pg_catalog.pg_stat_bgwriter.",
                "Privileges of role am_reader, which the target does not have, on 3 object(s) of the server or of extensions are not "
                    + "carried over: function pg_catalog.pg_ls_dir(text), table pg_catalog.pg_authid, language sql.",
            ],
            roundtrip.Plan.Findings.Select(finding => finding.Message));
        Assert.True(
            await roundtrip.Target.ScalarAsync<bool>(
                "SELECT attacl::text = '{=r/postgres}' FROM pg_attribute WHERE attrelid = "
                    + "'pg_stat_bgwriter'::regclass AND attname = 'stats_reset'"));
        Assert.Equal("0|0", await roundtrip.Target.ScalarAsync<string>("""
            SELECT has_function_privilege('public', 'pg_sleep(float8)', 'EXECUTE')::int || '|' || has_table_privilege('public', 'pg_timezone_names', 'SELECT')::int
            """));
    }

    [Fact]
    public async Task A_role_that_does_not_own_built_in_objects_leaves_their_privileges_out_by_name()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE EXTENSION pgcrypto; REVOKE EXECUTE ON FUNCTION gen_salt(text) FROM PUBLIC; GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO am_reader;
            """);
        await roundtrip.ReadAsync();
        await using var target = await roundtrip.Target.OpenAsync();
        await using (var role = new NpgsqlCommand("SET ROLE am_reader", target))
            await role.ExecuteNonQueryAsync();
        var found = await TargetInspector.InspectAsync(target, roundtrip.Catalog, CancellationToken.None);
        var plan = SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = 150000, Target = found });
        Assert.Equal(["function pg_catalog.pg_ls_dir(text)", "function public.gen_salt(text)"],
            plan.NotMigrated.Where(left => left.Kind == "privileges").Select(left => left.Name));
        Assert.DoesNotContain(plan.Objects, made => made.Kind == "privileges");
    }

    [Fact]
    public async Task Privileges_on_built_in_objects_belong_to_the_whole_database_and_can_be_left_out()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"CREATE SCHEMA app; CREATE TABLE app.t (id int); {BuiltIns}");
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "app" });
        Assert.DoesNotContain(roundtrip.Plan.Objects, made => made.Kind == "privileges");
        await roundtrip.ReadAsync();
        Assert.DoesNotContain(SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions
            { TargetVersion = 180000, Privileges = false }).Objects, made => made.Kind == "privileges");
        var skipped =
            SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = 150000, SkippedKinds = ["privileges"] });
        Assert.DoesNotContain(skipped.Objects, made => made.Kind == "privileges");
        Assert.Contains(skipped.NotMigrated, left => left is { Asked: true, Name: "function pg_catalog.pg_ls_dir(text)" });
        Assert.Contains(
            "GRANT EXECUTE ON FUNCTION \"pg_catalog\".\"pg_ls_dir\"(text) TO \"reader\"",
            SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions
                { TargetVersion = 150000, RoleMap = new Dictionary<string, string> { ["am_reader"] = "reader" } })
                .Objects.SelectMany(made => made.Statements));
    }

    [Fact]
    public async Task The_schema_public_keeps_its_owner_and_privileges_under_another_name()
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE TABLE t (id int); GRANT CREATE ON SCHEMA public TO am_reader;");
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "public", TargetSchema = "copy" });
        Assert.Empty(roundtrip.Executor.Failures);
        const string schema = "SELECT nspowner::regrole || ' ' || nspacl::text FROM pg_namespace WHERE nspname = '{0}'";
        Assert.Equal(await roundtrip.Source.ScalarAsync<string>(schema.Replace("{0}", "public")),
            await roundtrip.Target.ScalarAsync<string>(schema.Replace("{0}", "copy")));
    }

    [Theory]
    [InlineData("CREATE TABLE t (a int); GRANT SELECT (tableoid) ON t TO am_reader")]
    [InlineData(
        "CREATE TABLE t (a int); GRANT SELECT (ctid, xmin, a) ON t TO am_reader WITH GRANT OPTION; SET ROLE am_reader; GRANT "
            + "SELECT (ctid) ON t TO PUBLIC")]
    [InlineData("REVOKE SELECT ON pg_proc FROM PUBLIC; GRANT SELECT (tableoid, oid, proname) ON pg_proc TO PUBLIC")]
    [InlineData("CREATE TABLE t (a int); REVOKE SELECT ON t FROM postgres; GRANT SELECT (tableoid, ctid, a) ON t TO postgres")]
    [InlineData(
        "CREATE TABLE t (a int); ALTER TABLE t OWNER TO \"am owner\"; REVOKE ALL ON t FROM \"am owner\"; GRANT SELECT (xmax, a), UPDATE "
            + "(a) ON t TO \"am owner\"; GRANT SELECT (a) ON t TO am_reader")]
    [InlineData(
        "CREATE VIEW v AS SELECT 1 AS a; CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; GRANT SELECT (tableoid) ON m TO am_reader; GRANT "
            + "SELECT (a) ON v TO am_reader")]
    public async Task Privileges_of_system_columns_arrive_as_those_of_columns(string script)
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync(script);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }

    [Theory]
    [InlineData("ALTER SCHEMA public OWNER TO postgres")]
    [InlineData(
        "ALTER SCHEMA public OWNER TO \"am owner\"; REVOKE CREATE ON SCHEMA public FROM \"am owner\"; GRANT USAGE ON SCHEMA public TO "
            + "\"am owner\" WITH GRANT OPTION")]
    [InlineData("ALTER SCHEMA public OWNER TO \"am owner\"; REVOKE ALL ON SCHEMA public FROM \"am owner\", PUBLIC")]
    [InlineData("ALTER SCHEMA public OWNER TO \"am owner\"; GRANT ALL ON SCHEMA public TO PUBLIC")]
    [InlineData("REVOKE ALL ON SCHEMA public FROM pg_database_owner; GRANT CREATE ON SCHEMA public TO am_reader WITH GRANT OPTION")]
    [InlineData(
        "ALTER SCHEMA public OWNER TO am_reader; CREATE TABLE public.t (id int PRIMARY KEY); ALTER TABLE public.t OWNER TO \"am owner\"")]
    [InlineData("ALTER SCHEMA public OWNER TO postgres; GRANT CREATE ON SCHEMA public TO pg_database_owner")]
    [InlineData("DROP SCHEMA public")]
    public async Task The_schema_public_arrives_with_its_owner_and_privileges(string script)
    {
        await MakeRolesAsync(15);
        await using var roundtrip = await SchemaRoundtrip.OfAsync(script);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        const string schema =
            "SELECT nspowner::regrole || ' ' || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(nspacl) AS a), "
                + "'-') FROM pg_namespace WHERE nspname = 'public'";
        if (script != "DROP SCHEMA public")
            Assert.Equal(await roundtrip.Source.ScalarAsync<string>(schema), await roundtrip.Target.ScalarAsync<string>(schema));
    }

    private static async Task MakeRolesAsync(int major)
    {
        var server = await TestServer.GetAsync(major);
        foreach (var role in new[] { "\"am owner\"", "am_reader" })
            await server.ExecuteAsync(
                $"DO $do$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$");
    }

    [Fact]
    public async Task Default_privileges_of_a_role_that_the_target_lacks_are_left_out_and_named_only_when_privileges_are_wanted()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            DO $do$ BEGIN CREATE ROLE am_only_in_source; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
            ALTER DEFAULT PRIVILEGES FOR ROLE am_only_in_source GRANT SELECT ON TABLES TO PUBLIC;
            ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO am_only_in_source;
            """, targetMajor: 18);
        await roundtrip.MigrateAsync();
        Assert.Equal(
            [("default privileges", "The target has no role am_only_in_source."),
                ("default privileges", "The target has no role am_only_in_source.")],
            roundtrip.Plan.NotMigrated.Select(left => (left.Kind, left.Reason)));
        await roundtrip.MigrateAsync(options: new SchemaPlanOptions { TargetVersion = 180000, Privileges = false });
        Assert.Empty(roundtrip.Plan.NotMigrated);
    }

    [Fact]
    public async Task A_user_mapping_of_a_role_that_the_target_lacks_is_told_once()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            DO $do$ BEGIN CREATE ROLE am_only_in_source; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
            CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR am_only_in_source SERVER s;
            """, targetMajor: 18);
        await roundtrip.MigrateAsync();
        Assert.Equal(
            [("user mapping", "The target has no role am_only_in_source.")],
            roundtrip.Plan.NotMigrated.Select(left => (left.Kind, left.Reason)));
    }
}
