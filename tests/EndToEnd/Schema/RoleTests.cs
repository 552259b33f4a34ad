using ActorMigrate.Migration;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests;

public sealed class RoleTests
{
    private const string Script = """
        CREATE ROLE am_made LOGIN CREATEDB PASSWORD 'hunter2' CONNECTION LIMIT 3 VALID UNTIL '2030-01-01 00:00:00+00';
        CREATE ROLE "am Made 2" NOINHERIT; COMMENT ON ROLE "am Made 2" IS 'it''s two';
        GRANT "am Made 2" TO am_made WITH ADMIN OPTION; GRANT pg_monitor TO am_made;
        ALTER ROLE am_made SET search_path = "$user", 'od"d, name'; ALTER ROLE am_made SET work_mem = '5MB'; ALTER ROLE am_made SET am.own = 'x y';
        CREATE TABLE t (id int); ALTER TABLE t OWNER TO "am Made 2"; GRANT SELECT ON t TO am_made;
        DO $do$ DECLARE d text := quote_ident(current_database()); BEGIN
            EXECUTE 'ALTER DATABASE ' || d || ' SET search_path = app, public; ALTER DATABASE ' || d || ' SET DateStyle = ''SQL, DMY''; ALTER DATABASE ' || d || ' SET default_transaction_read_only = on';
            EXECUTE 'ALTER ROLE am_made IN DATABASE ' || d || ' SET statement_timeout = ''7s''; COMMENT ON DATABASE ' || d || ' IS ''the database'';';
            EXECUTE 'REVOKE TEMPORARY ON DATABASE ' || d || ' FROM PUBLIC; GRANT CONNECT, CREATE ON DATABASE ' || d || ' TO am_made; ALTER DATABASE ' || d || ' OWNER TO "am Made 2"';
        END $do$;
        """;

    [Fact]
    public async Task Roles_and_what_is_said_of_the_database_arrive_on_request()
    {
        await using var first = await TestServer.StartOwnAsync();
        await using var second = await TestServer.StartOwnAsync();
        await using var source = await TestDatabase.CreateAsync(TestServer.Of(first), new TestDatabaseOptions { Name = "same" });
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(second), new TestDatabaseOptions { Name = "same" });
        await source.ExecuteAsync(Script);
        var summary = await Migrating.RunAsync(source, target, Migrating.Defaults with { Roles = true, DatabaseSettings = true });
        Pair.AssertSucceeded(summary);
        const string roles = """
            SELECT string_agg(to_jsonb(r)::text, E'\n') FROM (
                SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolpassword, rolvaliduntil,
                       shobj_description(a.oid, 'pg_authid'),
                       ARRAY(SELECT roleid::regrole || ' ' || admin_option FROM pg_auth_members WHERE member = a.oid ORDER BY 1),
                       ARRAY(SELECT setconfig::text FROM pg_db_role_setting WHERE setrole = a.oid ORDER BY setdatabase = 0)
                  FROM pg_authid AS a WHERE rolname LIKE 'am%' ORDER BY rolname) AS r
            """;
        Assert.Equal(await source.ScalarAsync<string>(roles), await target.ScalarAsync<string>(roles));
        Assert.Equal(await source.PgDumpAsync("--create"), await target.PgDumpAsync("--create"));
    }

    [Fact]
    public async Task Without_the_request_what_is_said_of_the_database_is_a_finding()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE t (id int); DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || quote_ident(current_database()) || ' SET work_mem = ''9MB'''; END $$");
        var summary = await pair.MigrateExactlyButForFindingsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Contains("setting work_mem", finding.Message);
        Assert.Contains("--database-settings", finding.Remedy);
    }
}
