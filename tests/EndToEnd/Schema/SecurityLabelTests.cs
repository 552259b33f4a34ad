using ActorMigrate.EndToEnd.Tests.Checks;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Labels of a provider that is not loaded: put into the catalogs by hand, as PostgreSQL would have written them.</summary>
public sealed class SecurityLabelTests
{
    private const string Script = """
        SET allow_system_table_mods = on;
        CREATE ROLE labelled; CREATE SCHEMA s; CREATE TABLE s.t (id int, v text); CREATE VIEW s.v AS SELECT 1 AS one; CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS one;
        CREATE SEQUENCE s.q; CREATE FUNCTION s.f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE s.p() LANGUAGE sql AS ''; CREATE AGGREGATE s.a (int) (SFUNC = int4pl, STYPE = int);
        CREATE TYPE s.e AS ENUM ('x'); CREATE DOMAIN s.d AS int; CREATE TYPE s.c AS (x int); CREATE PUBLICATION pub; SELECT lo_create(900001);
        CREATE FUNCTION s.g() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION s.g();
        INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label)
            SELECT oid, 'pg_class'::regclass, 0, 'some provider', 'it''s ' || relname FROM pg_class WHERE relnamespace = 's'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')
            UNION ALL SELECT attrelid, 'pg_class'::regclass, attnum, 'some provider', 'column' FROM pg_attribute WHERE attrelid IN ('s.t'::regclass, 's.v'::regclass) AND attnum = 1
            UNION ALL SELECT attrelid, 'pg_class'::regclass, attnum, 'another', 'column' FROM pg_attribute WHERE attrelid = 's.t'::regclass AND attnum = 1
            UNION ALL SELECT oid, 'pg_proc'::regclass, 0, 'some provider', 'routine' FROM pg_proc WHERE pronamespace = 's'::regnamespace
            UNION ALL SELECT oid, 'pg_type'::regclass, 0, 'some provider', 'type' FROM pg_type WHERE typnamespace = 's'::regnamespace AND typname IN ('e', 'd', 'c')
            UNION ALL SELECT 's'::regnamespace, 'pg_namespace'::regclass, 0, 'some provider', 'schema'
            UNION ALL SELECT oid, 'pg_publication'::regclass, 0, 'some provider', 'publication' FROM pg_publication
            UNION ALL SELECT oid, 'pg_event_trigger'::regclass, 0, 'some provider', 'event trigger' FROM pg_event_trigger
            UNION ALL SELECT 900001, 'pg_largeobject'::regclass, 0, 'some provider', 'large object';
        INSERT INTO pg_shseclabel (objoid, classoid, provider, label)
            SELECT 'labelled'::regrole, 'pg_authid'::regclass, 'some provider', 'role' UNION ALL SELECT oid, 'pg_database'::regclass, 'some provider', 'database' FROM pg_database WHERE datname = current_database();
        """;

    [Fact]
    public async Task Every_label_is_written_as_pg_dump_writes_it()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = await TestDatabase.CreateAsync(TestServer.Of(server), new TestDatabaseOptions { Name = "labels" });
        await source.ExecuteAsync(Script);
        var dumped = Labels(await source.PgDumpAsync("--schema-only", "--create") + await source.PgDumpAllAsync("--roles-only"));

        var script = await Cli.RunAsync("schema", "--source", source.Noted().Uri, "--roles", "--database-settings");
        Assert.Equal(0, script.ExitCode);
        var written = Labels(script.Out);
        // All but the large object's, which is no part of a script.
        Assert.Equal(19, written.Count);
        Assert.Equal(dumped, written);
    }

    [Fact]
    public async Task Labels_that_the_target_refuses_are_named_and_their_objects_are_there()
    {
        await using var pair = await Pair.OfAsync("""
            SET allow_system_table_mods = on; CREATE TABLE t (id int); CREATE EXTENSION hstore;
            INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label) VALUES ('hstore'::regtype, 'pg_type'::regclass, 0, 'nobody', 'x'), ('int4'::regtype, 'pg_type'::regclass, 0, 'nobody', 'x');
            INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label) VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'nobody', 'x');
            INSERT INTO pg_shseclabel (objoid, classoid, provider, label) SELECT oid, 'pg_database'::regclass, 'nobody', 'x' FROM pg_database WHERE datname = current_database();
            """);
        (await CheckRun.OfAsync(pair.Source, pair.Target))
            .ShouldSay("definitions", "warn", "the provider nobody", "table public.t", "--skip 'security label'");
        var run = await Cli.MigrateAsync(pair.Source, pair.Target);
        await pair.Source.ExecuteAsync("SET allow_system_table_mods = on; DELETE FROM pg_shseclabel WHERE provider = 'nobody'");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nobody on table public.t", run.Printed);
        Assert.Contains("its security labels", run.Printed);
        Assert.Contains(
            "Security labels are on 2 object(s) of the server or of extensions, which the target has its own of: type "
                + "integer, type public.hstore.", run.Printed);
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('t') IS NOT NULL"));
    }

    private static List<string> Labels(string script) =>
        [.. script.Split('\n').Where(line => line.StartsWith("SECURITY LABEL", StringComparison.Ordinal))
            .Select(line => line.Replace("\"", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
