using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class LargeObjectTests
{
    private const string Roles = """
        DO $do$ BEGIN CREATE ROLE am_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
        DO $do$ BEGIN CREATE ROLE am_lo_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
        """;

    private const string EachWithItsHash =
        "SELECT string_agg(oid || ' ' || md5(lo_get(oid)) || ' ' || coalesce(lomacl::text, '-') || ' ' || lomowner::regrole, E'\n' ORDER "
            + "BY oid) FROM pg_largeobject_metadata";

    [Fact]
    public async Task Large_objects_arrive_under_their_oids_with_owners_privileges_and_comments()
    {
        await using var pair = await Pair.OfAsync($"""
            {Roles}
            SELECT lo_from_bytea(7, 'an oid that initdb could have given');
            SELECT lo_create(900001);
            SELECT lo_from_bytea(900002, decode(repeat('00ff10', 700000), 'hex'));
            SELECT lo_put(lo_create(900003), 3000000, 'behind a hole');
            SELECT lo_from_bytea(1000000 + i, convert_to(repeat('x', i % 3000), 'UTF8')) FROM generate_series(1, 2500) AS i;
            ALTER LARGE OBJECT 900002 OWNER TO am_lo_owner;
            GRANT SELECT ON LARGE OBJECT 900001, 900002 TO am_reader; GRANT ALL ON LARGE OBJECT 900003 TO PUBLIC;
            GRANT UPDATE ON LARGE OBJECT 900003 TO am_reader WITH GRANT OPTION; REVOKE UPDATE ON LARGE OBJECT 900001 FROM postgres;
            COMMENT ON LARGE OBJECT 7 IS 'it''s low'; COMMENT ON LARGE OBJECT 900003 IS 'sparse';
            CREATE TABLE refers (picture oid); INSERT INTO refers VALUES (7), (900003);
            """);
        var summary = await pair.MigrateExactlyAsync();
        var largeObjects = summary.Tables.Single(table => table.Source.Name == "pg_largeobject");
        Assert.Equal((2504, 3), (largeObjects.Rows, largeObjects.Partitions));
        Assert.Equal(await pair.Source.ScalarAsync<string>(EachWithItsHash), await pair.Target.ScalarAsync<string>(EachWithItsHash));
        Assert.Equal(await pair.Source.PgDumpAsync(), await pair.Target.PgDumpAsync());
        Assert.Equal("it's low", await pair.Target.ScalarAsync<string>("SELECT obj_description(7, 'pg_largeobject')"));
    }

    [Fact]
    public async Task An_oid_that_is_taken_in_the_target_is_refused_before_anything_is_touched()
    {
        await using var pair = await Pair.OfAsync("SELECT lo_from_bytea(900001, 'a'); CREATE TABLE t (id int)");
        await pair.Target.ExecuteAsync("SELECT lo_from_bytea(900001, 'b')");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => pair.MigrateAsync());
        Assert.Contains("1 of them: 900001", refused.Message);
        Assert.Equal("b", await pair.Target.ScalarAsync<string>("SELECT convert_from(lo_get(900001), 'UTF8')"));
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regclass('t') IS NULL"));
    }

    [Fact]
    public async Task A_role_that_owns_them_needs_to_be_no_superuser_and_one_that_may_not_read_them_is_refused()
    {
        await using var pair =
            await Pair.OfAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1); SELECT lo_from_bytea(900002, 'hidden')");
        await using var role = await TestRole.CreateAsync(pair.Source);
        await pair.Source.ExecuteAsync($"""
            GRANT SELECT ON t TO {role.Name};
            SET ROLE {role.Name}; SELECT lo_from_bytea(900001, 'mine'); RESET ROLE;
            """);
        await pair.Target.ExecuteAsync(
            $"DO $$ BEGIN EXECUTE 'GRANT CREATE ON DATABASE ' || quote_ident(current_database()) || ' TO {role.Name}'; END $$; GRANT "
                + $"CREATE ON SCHEMA public TO {role.Name}");
        var options = Migrating.Defaults with { Owners = false };
        var refused =
            await Assert.ThrowsAsync<RefusedException>(() => Migrating.RunAsync(role.UriOf(pair.Source), role.UriOf(pair.Target), options));
        Assert.Contains("1 large object: 900002", refused.Message);
        Assert.Contains("GRANT SELECT ON LARGE OBJECT 900002", refused.Remedy);

        await pair.Source.ExecuteAsync($"GRANT SELECT ON LARGE OBJECT 900002 TO {role.Name}");
        Pair.AssertSucceeded(await Migrating.RunAsync(role.UriOf(pair.Source), role.UriOf(pair.Target), options));
        Assert.Equal("hidden", await pair.Target.ScalarAsync<string>("SELECT convert_from(lo_get(900002), 'UTF8')"));
        await pair.Source.ExecuteAsync($"DROP OWNED BY {role.Name}");
        await pair.Target.ExecuteAsync($"DROP OWNED BY {role.Name}");
    }

    [Fact]
    public async Task They_stay_behind_when_only_a_schema_is_migrated()
    {
        await using var pair = await Pair.OfAsync("SELECT lo_from_bytea(900001, 'a'); CREATE TABLE t (id int)");
        await pair.MigrateExactlyAsync(Migrating.Defaults with { Scope = new MigrationScope { SourceSchema = "public" } });
        Assert.Equal(0, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM pg_largeobject_metadata"));
    }
}
