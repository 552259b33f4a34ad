using ActorMigrate.Catalog.Drafts;
using ActorMigrate.TestServers;

namespace ActorMigrate.Catalog.Tests;

public sealed class TablespaceRoundtripTests
{
    private const string Script = """
        SET allow_in_place_tablespaces = on; CREATE TABLESPACE "am Space" LOCATION ''; RESET allow_in_place_tablespaces;
        CREATE TABLE t (id int PRIMARY KEY USING INDEX TABLESPACE "am Space", x text) TABLESPACE "am Space";
        CREATE TABLE alone (id int PRIMARY KEY USING INDEX TABLESPACE "am Space");
        CREATE TABLE elsewhere (id int UNIQUE, x text);
        CREATE INDEX in_space ON elsewhere (x) TABLESPACE "am Space" WHERE id > 0; CREATE INDEX not_in_space ON t (x);
        CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id) TABLESPACE "am Space"; CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p DEFAULT TABLESPACE pg_default;
        CREATE MATERIALIZED VIEW m TABLESPACE "am Space" AS SELECT id FROM t; CREATE INDEX m_id ON m (id) TABLESPACE "am Space";
        """;

    // One test, because a tablespace is the server's and not the database's.
    [Fact]
    public async Task Relations_are_in_their_tablespaces_or_a_finding_says_that_the_target_lacks_them()
    {
        await using (var roundtrip = await SchemaRoundtrip.OfAsync(Script))
        {
            // The key of t takes its index over, that of alone is made with it.
            await (await roundtrip.MigrateAsync(options: new SchemaPlanOptions { TargetVersion = 150000, LongBuildBytes = 0 }))
                .AssertSameAsync();
            Assert.Empty(roundtrip.Plan.Findings);
        }
        await (await TestServer.GetAsync()).ExecuteAsync("DROP TABLESPACE \"am Space\"");
        await using (var roundtrip = await SchemaRoundtrip.OfAsync(Script, 15, 18))
        {
            await roundtrip.MigrateAsync();
            Assert.Empty(roundtrip.Executor.Failures);
            Assert.Empty(roundtrip.Plan.NotMigrated);
            Assert.Equal(
                ["index public.alone_pkey", "index public.in_space", "index public.m_id", "index public.t_pkey",
                    "materialized view public.m", "table public.p", "table public.p1", "table public.t"],
                roundtrip.Plan.Findings.Select(finding => finding.Object).Order(StringComparer.Ordinal));
        }
        await (await TestServer.GetAsync()).ExecuteAsync("DROP TABLESPACE \"am Space\"");
    }
}
