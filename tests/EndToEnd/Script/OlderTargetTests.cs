namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary>A move to an older major version, which has to be asked for.</summary>
public sealed class OlderTargetTests
{
    private const string Plain = """
        CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text NOT NULL, u int UNIQUE NULLS NOT DISTINCT, p int REFERENCES t); CREATE INDEX ON t (v) WHERE id > 3;
        CREATE TABLE parts (id int NOT NULL, d date) PARTITION BY RANGE (d); CREATE TABLE part PARTITION OF parts DEFAULT; CREATE VIEW w AS SELECT count(*) FROM t;
        INSERT INTO t (v, u) SELECT 'v' || i, i FROM generate_series(1, 1000) AS i; INSERT INTO parts SELECT i, '2024-01-01' FROM generate_series(1, 100) AS i;
        """;

    [Fact]
    public async Task Objects_that_the_older_version_can_express_arrive_exactly()
    {
        await using var pair = await Pair.OfAsync(Plain, targetMajor: 15, sourceMajor: 18);
        await pair.MigrateExactlyAsync(Migrating.Defaults with { AllowOlderTarget = true });
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT indnullsnotdistinct FROM pg_index WHERE indexrelid = 't_u_key'::regclass"));
    }

    [Fact]
    public async Task Harmless_losses_are_reported()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE named (id int CONSTRAINT "my own" NOT NULL, other int NOT NULL, said int NOT NULL); COMMENT ON CONSTRAINT named_said_not_null ON named IS 'said';
            CREATE MATERIALIZED VIEW many WITH (fillfactor = 70, autovacuum_vacuum_max_threshold = 1000) AS SELECT id FROM named; INSERT INTO named VALUES (1, 2, 3); REFRESH MATERIALIZED VIEW many;
            """, targetMajor: 17, sourceMajor: 18);
        var summary = await pair.MigrateAsync(Migrating.Defaults with { AllowOlderTarget = true });
        await pair.AssertSameRowsAsync();
        Assert.Equal(["storage parameter public.many"], summary.NotMigrated.Select(left => $"{left.Kind} {left.Name}"));
        Assert.Equal(
            "{fillfactor=70}", await pair.Target.ScalarAsync<string>("SELECT reloptions::text FROM pg_class WHERE oid = 'many'::regclass"));
        var finding = Assert.Single(summary.Findings);
        Assert.Equal("table public.named", finding.Object);
        Assert.EndsWith("my own, named_said_not_null.", finding.Message);
    }

    [Fact]
    public async Task Objects_that_it_cannot_express_are_refused_by_name_before_anything_is_touched()
    {
        await using var pair = await Pair.OfAsync(
            Plain + "CREATE TABLE halves (id int, half int GENERATED ALWAYS AS (id / 2) VIRTUAL)", targetMajor: 15, sourceMajor: 18);
        (await Cli.MigrateAsync(pair.Source, pair.Target, "--allow-older-target"))
            .ShouldRefuse(2, "table public.halves (a virtual generated column, from 18 on)", "--exclude-tables");
        Assert.False(
            await pair.Target.ScalarAsync<bool>("SELECT to_regclass('t') IS NOT NULL OR to_regnamespace('actormigrate') IS NOT NULL"));
        (await Cli.RunAsync("schema", "--source", pair.Source.Noted().Uri, "--target-version", "17"))
            .ShouldRefuse(2, "PostgreSQL 17", "table public.halves");
        Assert.Equal(0, (await Cli.MigrateAsync(pair.Source, pair.Target, "--allow-older-target", "--exclude-tables", "halves")).ExitCode);
    }
}
