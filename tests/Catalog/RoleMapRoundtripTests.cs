using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.TestServers;

namespace ActorMigrate.Catalog.Tests;

public sealed class RoleMapRoundtripTests
{
    [Fact]
    public async Task Owners_grants_policies_and_default_privileges_follow_the_new_name()
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var (owner, reader, app) = ($"owner {id}", $"reader_{id}", $"app_{id}");
        var server = await TestServer.GetAsync();
        await server.ExecuteAsync($"""CREATE ROLE "{owner}"; CREATE ROLE {reader}; CREATE ROLE {app}; CREATE ROLE "the {app}" """);
        try
        {
            await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
                CREATE SCHEMA s AUTHORIZATION "{owner}"; CREATE TABLE s.t (id int, secret text); ALTER TABLE s.t OWNER TO "{owner}";
                GRANT SELECT (id), INSERT ON s.t TO {reader} WITH GRANT OPTION; GRANT USAGE ON SCHEMA s TO {reader}; REVOKE TRUNCATE ON s.t FROM "{owner}";
                CREATE POLICY p ON s.t TO {reader}, "{owner}" USING (true);
                ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA s GRANT SELECT ON TABLES TO {reader};
                """);
            var map = new Dictionary<string, string> { [owner] = $"the {app}", [reader] = app };
            await roundtrip.MigrateAsync(options: new SchemaPlanOptions { TargetVersion = 150000, RoleMap = map });
            Assert.Empty(roundtrip.Executor.Failures);
            Assert.Empty(roundtrip.Plan.NotMigrated);
            var source = await DumpText.OfAsync(roundtrip.Source);
            // Names of roles are in the dump as they are here, and in nothing else.
            Assert.Equal(Lines(source.Replace(owner, $"the {app}").Replace(reader, app)), Lines(await DumpText.OfAsync(roundtrip.Target)));
            Assert.Contains($"Owner: the {app}", await DumpText.OfAsync(roundtrip.Target));
            var plain = SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = 150000 });
            Assert.Contains(plain.Objects, made => made.Statements.Any(text => text.Contains(reader, StringComparison.Ordinal)));
        }
        finally
        {
            await server.ExecuteAsync($"""DROP ROLE IF EXISTS "{owner}", {reader}, {app}, "the {app}" """);
        }
    }

    [Fact]
    public async Task A_role_that_the_source_does_not_have_is_bad_usage()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE TABLE t (id int)");
        await roundtrip.ReadAsync();
        var refused = Assert.Throws<RefusedException>(() => SchemaPlanner.Plan(
            roundtrip.Catalog,
            new SchemaPlanOptions { TargetVersion = 150000, RoleMap = new Dictionary<string, string> { ["pg_monitr"] = "x" } }));
        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains("pg_monitor", refused.Remedy, StringComparison.Ordinal);
    }

    // Roles in a list are ordered by name, and a dump's order of roles is not what is tested.
    private static IEnumerable<string> Lines(string dump) =>
        dump.Split('\n').Select(line => string.Concat(line.Order())).Order(StringComparer.Ordinal);
}
