using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary>Objects without rows, and rows without objects.</summary>
public sealed class ContentTests
{
    private const string Shop = """
        CREATE SCHEMA shop; CREATE TABLE shop.users (id serial PRIMARY KEY, mail text UNIQUE CHECK (mail <> ''), boss int REFERENCES shop.users, low text GENERATED ALWAYS AS (lower(mail)) STORED);
        CREATE TABLE shop.orders (id bigint GENERATED ALWAYS AS IDENTITY, u int NOT NULL REFERENCES shop.users ON DELETE CASCADE, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE shop.orders_1 PARTITION OF shop.orders FOR VALUES FROM (MINVALUE) TO ('2024-01-01'); CREATE TABLE shop.orders_2 PARTITION OF shop.orders DEFAULT;
        CREATE TABLE shop.log (what text); CREATE MATERIALIZED VIEW shop.counts AS SELECT day, count(*) FROM shop.orders GROUP BY day; CREATE INDEX ON shop.orders (u);
        CREATE FUNCTION shop.note() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO shop.log VALUES (TG_OP); RETURN NEW; END $f$;
        INSERT INTO shop.users (mail, boss) SELECT 'A' || i, i % 7 + 1 FROM generate_series(1, 2000) AS i; INSERT INTO shop.orders (u, day) SELECT i, '2023-12-01'::date + i % 60 FROM generate_series(1, 2000) AS i;
        CREATE TRIGGER note AFTER INSERT ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.note();
        REFRESH MATERIALIZED VIEW shop.counts;
        """;

    [Theory]
    [InlineData(PartitionBy.Auto)]
    [InlineData(PartitionBy.Keyset)]
    public async Task The_schema_alone_and_then_the_rows_alone_make_the_whole(PartitionBy strategy)
    {
        await using var pair = await Pair.OfAsync(Shop);
        var first = await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.SchemaOnly });
        Pair.AssertSucceeded(first);
        Assert.Empty(first.Tables);
        await pair.AssertSameDumpAsync();
        Assert.Equal(0, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM shop.users"));
        Assert.False(await pair.Target.ScalarAsync<bool>("SELECT relispopulated FROM pg_class WHERE oid = 'shop.counts'::regclass"));
        await pair.MigrateExactlyAsync(Strategy.Of(strategy) with { Content = MigrationContent.DataOnly });
        Assert.Equal(0, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM shop.log"));
        Assert.Equal(2000, await pair.Target.ScalarAsync<long>("SELECT last_value FROM shop.users_id_seq"));
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT relispopulated FROM pg_class WHERE oid = 'shop.counts'::regclass"));
        // Again over what is there, which has to be said.
        Assert.Contains("--truncate-existing-tables", (await Assert.ThrowsAsync<RefusedException>(
            () => pair.MigrateAsync(Strategy.Of(strategy) with { Content = MigrationContent.DataOnly }))).Remedy);
        await pair.MigrateExactlyAsync(
            Strategy.Of(strategy) with { Content = MigrationContent.DataOnly, Existing = ExistingTables.Truncate });
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Objects_in_the_way_of_rows_are_refused_by_name()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int, v text)");
        await pair.Target.ExecuteAsync("CREATE TABLE a (id bigint PRIMARY KEY)");
        await RefusesAsync(pair, "public.b", "--schema-only");
        await pair.Target.ExecuteAsync("CREATE TABLE b (id int REFERENCES a, v text)");
        await RefusesAsync(pair, "public.a", "bigint");
        await pair.Target.ExecuteAsync("ALTER TABLE a ALTER id TYPE int; INSERT INTO b VALUES (NULL, 'x')");
        await RefusesAsync(pair, "public.b", "hold rows");
        await pair.Target.ExecuteAsync(
            "TRUNCATE b; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT "
                + "ON b EXECUTE FUNCTION f(); ALTER TABLE b ENABLE ALWAYS TRIGGER t");
        await RefusesAsync(pair, "public.b (t)", "DISABLE TRIGGER");
        await pair.Target.ExecuteAsync("ALTER TABLE b ENABLE TRIGGER t");
        await RefusesAsync(pair, "b_id_fkey", "that the source does not have");
        await pair.Target.ExecuteAsync("ALTER TABLE b DROP CONSTRAINT b_id_fkey");
        await pair.MigrateExactlyAsync(Migrating.Defaults with { Content = MigrationContent.DataOnly });
    }

    [Fact]
    public async Task A_role_that_may_not_replicate_is_refused_where_a_trigger_or_foreign_key_would_act_and_works_elsewhere()
    {
        await using var pair =
            await Pair.OfAsync(
                "CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1); CREATE TABLE b (id int REFERENCES "
                    + "a); INSERT INTO b VALUES (1)");
        await using var role = await TestRole.CreateAsync(pair.Target);
        await using var owned = new Owned(pair.Target, role);
        await pair.Target.ExecuteAsync(
            $"GRANT CREATE ON DATABASE {pair.Target.Name} TO {role.Name}; GRANT ALL ON SCHEMA public TO {role.Name}; SET ROLE "
                + $"{role.Name}; CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a)");
        (await Cli.MigrateAsync(pair.Source.Noted().Uri, role.UriOf(pair.Target), "--data-only"))
            .ShouldRefuse(2, "public.b (b_id_fkey)", "session_replication_role");
        await pair.Target.ExecuteAsync("ALTER TABLE b DROP CONSTRAINT b_id_fkey");
        var run = await Cli.MigrateAsync(pair.Source.Uri, role.UriOf(pair.Target), "--data-only");
        Assert.True(run.ExitCode == 0, run.Printed);
        await pair.AssertSameRowsAsync();
    }

    [Theory]
    [InlineData("--schema-only", "--data-only")]
    [InlineData("--schema-only", "--truncate-existing-tables")]
    [InlineData("--data-only", "--drop-existing-tables")]
    public async Task Flags_that_contradict_each_other_are_bad_usage(string one, string other)
    {
        (await Cli.MigrateAsync("host=/nowhere", "host=/nowhere", one, other)).ShouldRefuse(1, one[2..], other[2..], "exclude each other");
    }

    /// <summary>Drops the objects of a role in a database before the role.</summary>
    private sealed class Owned(TestDatabase database, TestRole role) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await database.ExecuteAsync($"DROP OWNED BY {role.Name}");
    }

    private static async Task RefusesAsync(Pair pair, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.DataOnly }));
        foreach (var word in words)
            Assert.Contains(word, refused.Message + refused.Remedy, StringComparison.Ordinal);
    }
}
