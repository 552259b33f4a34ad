using ActorMigrate.EndToEnd.Tests.Owners;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

public sealed class TargetCheckTests
{
    [Fact]
    public async Task An_extension_in_another_schema_of_the_target_is_named_with_what_calls_it()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE TABLE t (id int PRIMARY KEY, e citext)");
        await target.ExecuteAsync(
            "CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions");

        var run = await CheckRun.OfAsync(source, target);
        run.ShouldSay("extensions", "fail", "citext is in the schema extensions", "table public.t",
            "ALTER EXTENSION \"citext\" SET SCHEMA \"public\"");
        run.ShouldSay("extensions", "fail", "pg_trgm is in the schema extensions", "Bodies of functions");
        (await Cli.MigrateAsync(source, target)).ShouldRefuse(2, "citext is in the schema extensions", "table public.t");
        await target.ExecuteAsync("ALTER EXTENSION citext SET SCHEMA public; ALTER EXTENSION pg_trgm SET SCHEMA public");
        (await CheckRun.OfAsync(source, target)).ShouldSay("extensions", "pass");
        Assert.Equal(0, (await Cli.MigrateAsync(source, target)).ExitCode);
    }

    [Theory]
    [InlineData("CREATE VIEW taken AS SELECT 1 AS one", "CREATE VIEW taken AS SELECT 2 AS two", "view public.taken")]
    [InlineData("CREATE MATERIALIZED VIEW taken AS SELECT 1 AS one", "CREATE TABLE taken (id int)", "materialized view public.taken")]
    [InlineData("CREATE TABLE t (id int CONSTRAINT taken PRIMARY KEY)", "CREATE TABLE other (id int); CREATE INDEX taken ON other (id)",
        "index public.taken")]
    [InlineData("CREATE TABLE t (id int); CREATE INDEX taken ON t (id)", "CREATE SEQUENCE taken", "index public.taken")]
    [InlineData("CREATE FUNCTION taken(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION taken(i int) RETURNS text LANGUAGE sql AS 'SELECT $$x$$'", "function public.taken(integer)")]
    [InlineData("CREATE TYPE taken AS ENUM ('a')", "CREATE TYPE taken AS (b int)", "public.taken")]
    [InlineData("CREATE SEQUENCE taken", "CREATE SEQUENCE taken", "sequence public.taken")]
    public async Task Names_that_are_taken_in_the_target(string source, string target, string name)
    {
        await using var from = await TestDatabase.CreateAsync();
        await using var to = await TestDatabase.CreateAsync();
        await from.ExecuteAsync("CREATE TABLE plain (id int);" + source);
        (await CheckRun.OfAsync(from, to)).ShouldSay("names", "pass");
        await to.ExecuteAsync(target);
        (await CheckRun.OfAsync(from, to)).ShouldSay("names", "fail", name);
        (await Cli.MigrateAsync(from, to)).ShouldRefuse(2, name);
    }

    [Theory]
    [InlineData("UTF8", "warn")]
    [InlineData("LATIN1", "pass")]
    public async Task Names_that_the_targets_encoding_has_no_room_for(string encoding, string level)
    {
        var name = new string('ä', 40);
        await using var source = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = "LATIN1", Locale = "C" });
        await using var target = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Encoding = encoding, Locale = "C" });
        await source.ExecuteAsync($"""CREATE TABLE t (id int, "{name}" int); CREATE VIEW "short ä" AS SELECT 1 AS "one" """);
        (await CheckRun.OfAsync(source, target)).ShouldSay("names", level, level == "pass" ? [] : [name, "63 bytes", "LATIN1"]);
        var run = await Cli.MigrateAsync(source, target);
        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Equal(level == "warn", run.Printed.Contains("63 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tablespace_in_which_the_role_may_not_create()
    {
        var inPlace = new Dictionary<string, string> { ["allow_in_place_tablespaces"] = "on" };
        await using var server = await TestServer.StartOwnAsync(settings: inPlace);
        var own = TestServer.Of(server);
        await own.ExecuteAsync("CREATE TABLESPACE quick LOCATION ''");
        await own.ExecuteAsync("CREATE ROLE writer LOGIN PASSWORD 's3cret'");
        await using var source = await TestDatabase.CreateAsync(own);
        await using var target = await TestDatabase.CreateAsync(own);
        await source.ExecuteAsync(
            "CREATE TABLE plain (id int); CREATE TABLE fast (id int) TABLESPACE quick; CREATE INDEX fast_index "
                + "ON plain (id) TABLESPACE quick");
        await target.ExecuteAsync($"GRANT CREATE ON DATABASE \"{target.Name}\" TO writer; GRANT CREATE ON SCHEMA public TO writer");
        var to = new UriBuilder(target.Noted().Uri) { UserName = "writer", Password = "s3cret" }.Uri.ToString();
        (await CheckRun.OfAsync(source.Noted().Uri, to, "--no-owner")).ShouldSay("target-privileges", "fail", "tablespace quick",
            "table public.fast", "index public.fast_index", "GRANT CREATE ON TABLESPACE \"quick\" TO \"writer\"");
        (await Cli.MigrateAsync(source.Noted().Uri, to, "--no-owner")).ShouldRefuse(2, "tablespace quick");
        await own.ExecuteAsync("GRANT CREATE ON TABLESPACE quick TO writer");
        (await CheckRun.OfAsync(source.Noted().Uri, to, "--no-owner")).ShouldSay("target-privileges", "pass");
        Assert.Equal(0, (await Cli.MigrateAsync(source.Noted().Uri, to, "--no-owner")).ExitCode);
    }

    [Fact]
    public async Task A_function_with_other_arguments_takes_no_name_and_18s_names_of_not_null_constraints_are_no_clash()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync(18);
        await source.ExecuteAsync(
            "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (v int NOT NULL, "
                + "CONSTRAINT t_v_not_null CHECK (v > 0))");
        await target.ExecuteAsync("CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1'");
        (await CheckRun.OfAsync(source, target)).ShouldSay("names", "pass");
        Assert.Equal(0, (await Cli.MigrateAsync(source, target)).ExitCode);
    }

    [Fact]
    public async Task Event_triggers_and_default_privileges_of_the_target()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE t (id int)");
        await target.ExecuteAsync("""
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
            CREATE FUNCTION act() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER acting ON ddl_command_end EXECUTE FUNCTION act();
            """);
        var run = await CheckRun.OfAsync(source, target);
        run.ShouldSay("event-triggers", "warn", "acting (on ddl_command_end", "DISABLE");
        run.ShouldSay("default-privileges", "pass");
        (await CheckRun.OfAsync(source, target, "--no-privileges"))
            .ShouldSay("default-privileges", "warn", "PUBLIC", "ALTER DEFAULT PRIVILEGES");
        await target.ExecuteAsync("ALTER EVENT TRIGGER acting DISABLE");
        (await CheckRun.OfAsync(source, target)).ShouldSay("event-triggers", "pass");
    }

    [Fact]
    public async Task Event_triggers_that_write_into_tables_of_the_migration()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE SCHEMA app; CREATE TABLE app.log (tag text); CREATE TABLE app.other (id int)");
        await target.ExecuteAsync("""
            CREATE TABLE own_log (tag text);
            CREATE FUNCTION note(tag text) RETURNS void LANGUAGE sql AS 'INSERT INTO own_log SELECT tag FROM pg_class WHERE relname = ''log''';
            CREATE FUNCTION act() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN PERFORM public.note(tg_tag); END$$;
            CREATE EVENT TRIGGER "act %s" ON ddl_command_end EXECUTE FUNCTION act();
            """);
        (await CheckRun.OfAsync(source, target)).ShouldSay("event-trigger-writes", "pass");

        await target.ExecuteAsync("""
            ALTER EVENT TRIGGER "act %s" DISABLE;
            CREATE OR REPLACE FUNCTION note(tag text) RETURNS void LANGUAGE plpgsql AS 'BEGIN INSERT INTO app."log" VALUES (tag); END';
            ALTER EVENT TRIGGER "act %s" ENABLE;
            """);
        (await CheckRun.OfAsync(source, target))
            .ShouldSay("event-trigger-writes", "fail", "act %s", "app.log", "ALTER EVENT TRIGGER \"act %s\" DISABLE;");
        (await CheckRun.OfAsync(source, target, "--exclude-tables", "app.log")).ShouldSay("event-trigger-writes", "pass");
        (await CheckRun.OfAsync(source, target, "--schema-only")).ShouldSay("event-trigger-writes", "pass");
        (await CheckRun.OfAsync(source, target, "--map-schema", "app=app2")).ShouldSay("event-trigger-writes", "pass");

        await target.ExecuteAsync("ALTER EVENT TRIGGER \"act %s\" ENABLE REPLICA");
        (await CheckRun.OfAsync(source, target)).ShouldSay("event-trigger-writes", "pass");
    }

    [Fact]
    public async Task A_collation_that_the_targets_server_does_not_have()
    {
        await using var own = await TestServer.StartOwnAsync();
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(own));
        await source.ExecuteAsync("CREATE TABLE t (id int, name text COLLATE \"en-x-icu\", other text COLLATE \"C\")");
        (await CheckRun.OfAsync(source, target)).ShouldSay("collations", "pass");
        await target.ExecuteAsync("DELETE FROM pg_collation WHERE collname = 'en-x-icu'");
        (await CheckRun.OfAsync(source, target))
            .ShouldSay("collations", "fail", "en-x-icu", "table public.t", "pg_import_system_collations");
    }

    [Fact]
    public async Task Collations_whose_library_has_changed_since_indexes_were_built()
    {
        await using var source = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { IcuLocale = "en-US" });
        await using var target = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { IcuLocale = "en-US" });
        await source.ExecuteAsync(
            "CREATE COLLATION own (provider = icu, locale = 'de'); CREATE TABLE t (id int, name text COLLATE \"en-x-icu\", other "
                + "text COLLATE own, third text)");
        (await CheckRun.OfAsync(source, target)).ShouldSay("collations", "pass");
        await source.ExecuteAsync(
            "UPDATE pg_collation SET collversion = '1.0' WHERE collname = 'own'; UPDATE pg_database SET datcollversion = '2.0' WHERE "
                + "datname = current_database()");
        var run = await CheckRun.OfAsync(source, target);
        run.ShouldSay("collations", "warn", "public.own (1.0 recorded", "Unique keys may hold duplicates", "REINDEX");
        run.ShouldSay("collations", "warn", $"database {source.Name}", "(2.0 recorded", "REFRESH COLLATION VERSION");
    }

    [Fact]
    public async Task Rows_that_violate_a_foreign_key_of_the_source_are_found_when_asked_for()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("""
            CREATE TABLE a (id int, k text, PRIMARY KEY (id, k)); INSERT INTO a VALUES (1, 'x');
            CREATE TABLE b (a int, k text, CONSTRAINT b_to_a FOREIGN KEY (a, k) REFERENCES a); INSERT INTO b VALUES (1, 'x'), (7, NULL);
            CREATE TABLE c (a int, k text, CONSTRAINT c_to_a FOREIGN KEY (a, k) REFERENCES a); INSERT INTO c VALUES (1, 'x');
            """);
        (await CheckRun.OfAsync(source, target, "--deep")).ShouldSay("foreign-keys", "pass");
        await source.ExecuteAsync("SET session_replication_role = replica; INSERT INTO c VALUES (2, 'x')");
        (await CheckRun.OfAsync(source, target, "--deep"))
            .ShouldSay("foreign-keys", "fail", "public.c", "c_to_a", "public.a", "--skip foreign-key");
        (await CheckRun.OfAsync(source, target)).ShouldSay("foreign-keys", "pass");
    }

    [Fact]
    public async Task Foreign_keys_of_partitioned_tables_and_of_parents_are_checked_as_the_server_checks_them()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("""
            CREATE TABLE a (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10); INSERT INTO a VALUES (1);
            CREATE TABLE b (a int REFERENCES a) PARTITION BY LIST (a); CREATE TABLE b1 PARTITION OF b DEFAULT; INSERT INTO b VALUES (1);
            CREATE TABLE parent (a int REFERENCES a); CREATE TABLE child () INHERITS (parent); INSERT INTO child VALUES (99);
            """);
        (await CheckRun.OfAsync(source, target, "--deep")).ShouldSay("foreign-keys", "pass");
        await source.ExecuteAsync(
            "CREATE FUNCTION odd(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'; CREATE INDEX ON b1 (odd(a)); "
                + "INSERT INTO parent VALUES (1)");
        (await CheckRun.OfAsync(source, target, "--deep"))
            .ShouldSay("foreign-keys", "warn", "b_a_fkey", "functions of users", "not a superuser");
    }

    [Fact]
    public async Task Row_security_of_the_target_that_applies_to_the_role()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""));
        const string table = "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY";
        await scene.ExecuteAsync(scene.Source, table, "owner");
        await scene.ExecuteAsync(scene.Target, table, "owner");
        var (from, to) = (scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "owner"));
        (await CheckRun.OfAsync(from, to, "--data-only")).ShouldSay("target-privileges", "pass");
        await scene.ExecuteAsync(scene.Target, "ALTER TABLE t FORCE ROW LEVEL SECURITY", "owner");
        (await CheckRun.OfAsync(from, to, "--data-only")).ShouldSay("target-privileges", "fail", "public.t", "NO FORCE ROW LEVEL SECURITY");
    }

    [Fact]
    public async Task Roles_and_settings_that_the_role_may_not_make()
    {
        await using var scene = await RoleScene.SetAsync(("maker", ""));
        await using var own = await TestServer.StartOwnAsync();
        await using var source = await TestDatabase.CreateAsync(TestServer.Of(own));
        await source.ExecuteAsync("CREATE ROLE elsewhere; CREATE TABLE t (id int)");
        await scene.ExecuteAsync(
            scene.Target, $"GRANT CREATE ON DATABASE \"{scene.Target.Name}\" TO <maker>; GRANT CREATE ON SCHEMA public TO <maker>");
        var run =
            await CheckRun.OfAsync(source.Noted().Uri, scene.UriOf(scene.Target, "maker"), "--roles", "--database-settings", "--no-owner");
        run.ShouldSay("target-privileges", "warn", "may not create roles", "elsewhere", "CREATEROLE");
        run.ShouldSay("target-privileges", "warn", "is not the owner of the database", "--database-settings");
        await scene.ExecuteAsync(scene.Target, "ALTER ROLE <maker> CREATEROLE");
        (await CheckRun.OfAsync(source.Noted().Uri, scene.UriOf(scene.Target, "maker"), "--roles", "--no-owner"))
            .ShouldSay("target-privileges", "pass");
        await scene.ExecuteAsync(scene.Target, "DROP OWNED BY <maker>");
    }

    [Fact]
    public async Task Roles_that_are_mapped_to_and_missing_and_owners_that_the_target_does_not_have()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""), ("other", ""));
        await scene.ExecuteAsync(scene.Source, "CREATE TABLE t (id int); ALTER TABLE t OWNER TO <other>");
        (await CheckRun.OfAsync(scene.Source, scene.Target, "--role-map", scene.Named("<other>=nobody")))
            .ShouldSay("roles", "fail", "nobody", "CREATE ROLE");
        var run = await CheckRun.OfAsync(scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "owner"));
        run.ShouldSay("roles", "pass");
        run.ShouldSay("owners", "warn", "public.t");
    }

    [Fact]
    public async Task Objects_that_only_superusers_make()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE FUNCTION act() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER acting ON ddl_command_end EXECUTE FUNCTION act();
            CREATE FOREIGN DATA WRAPPER wrapping; CREATE PUBLICATION every FOR ALL TABLES; CREATE FUNCTION inner_one(int) RETURNS int LANGUAGE internal AS 'int4abs';
            CREATE EXTENSION pageinspect; CREATE FUNCTION tight() RETURNS int LEAKPROOF LANGUAGE sql AS 'SELECT 1';
            """);
        var run = await CheckRun.OfAsync(scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "owner"));
        run.ShouldSay("superuser-only", "warn", "event trigger acting", "--skip 'event trigger'");
        run.ShouldSay("superuser-only", "warn", "wrapping");
        run.ShouldSay("superuser-only", "warn", "publication every");
        run.ShouldSay("superuser-only", "warn", "inner_one", "tight");
        run.ShouldSay("extensions", "warn", "pageinspect", "CREATE EXTENSION");
        var asSuperuser = await CheckRun.OfAsync(scene.Source, scene.Target);
        asSuperuser.ShouldSay("superuser-only", "pass");
        asSuperuser.ShouldSay("extensions", "pass");
    }
}
