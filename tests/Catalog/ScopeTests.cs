using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using Npgsql;

namespace ActorMigrate.Catalog.Tests;

public sealed class ScopeTests
{
    private const string TwoSchemas = """
        CREATE SCHEMA app; CREATE SCHEMA kinds; CREATE SCHEMA other;
        CREATE TYPE kinds.used AS ENUM ('a'); CREATE TYPE kinds.unused AS ENUM ('b');
        CREATE SEQUENCE other.numbers; SELECT setval('other.numbers', 77);
        CREATE TABLE app.users (id int PRIMARY KEY, k kinds.used, n int DEFAULT nextval('other.numbers'));
        CREATE TABLE app.posts (id serial PRIMARY KEY, u int REFERENCES app.users);
        CREATE TABLE app.audit_2020 (id int);
        CREATE TABLE other.log (id int REFERENCES app.users);
        CREATE VIEW other.v AS SELECT 1;
        CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        """;

    [Fact]
    public async Task A_schema_brings_what_its_tables_need_from_other_schemas()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(TwoSchemas);
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "app" });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["app.audit_2020", "app.posts", "app.users"], roundtrip.Catalog.Tables.Select(table => table.Name.ToString()));
        Assert.Contains("enum kinds.used", Names(roundtrip));
        Assert.DoesNotContain("enum kinds.unused", Names(roundtrip));
        Assert.Equal(77, await roundtrip.Target.ScalarAsync<long>("SELECT last_value FROM other.numbers"));
    }

    [Fact]
    public async Task Objects_migrated_beyond_the_scope_are_listed_and_children_bring_the_definitions_of_their_parents()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(TwoSchemas + """
            CREATE TABLE app.events (id int, d date) PARTITION BY RANGE (d); CREATE TABLE app.events_1 PARTITION OF app.events DEFAULT;
            CREATE TABLE app.child (own int) INHERITS (app.audit_2020); CREATE TABLE app.refers (d date, e int);
            CREATE TABLE app.above (a int PRIMARY KEY, b int CHECK (b > 0)); CREATE TABLE app.middle (c int) INHERITS (app.above); CREATE TABLE app.below () INHERITS (app.middle);
            CREATE TABLE app.events_2 PARTITION OF app.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE INDEX on_events ON app.events (id);
            ALTER TABLE app.refers ADD CONSTRAINT to_parent FOREIGN KEY (e) REFERENCES app.above;
            INSERT INTO app.above VALUES (1, 1); INSERT INTO app.below VALUES (2, 2, 2); INSERT INTO app.refers VALUES (NULL, 1);
            """);
        await roundtrip.MigrateAsync(
            new MigrationScope { IncludeTables = ["users", "events_1", "child", "below", "refers"], ExcludeTables = ["audit_2020"] });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            [
                "enum kinds.used", "schema app", "schema kinds", "schema other", "sequence other.numbers",
                "table app.above, its definition alone", "table app.events, its definition alone", "table app.middle, its definition alone",
            ],
            roundtrip.Plan.ComesAlong.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["foreign-key to_parent on app.refers", "inheritance app.child"],
            roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}").Order(StringComparer.Ordinal));
        Assert.All(roundtrip.Plan.NotMigrated, left => Assert.True(left.Asked));
        Assert.DoesNotContain(roundtrip.Catalog.Tables, table => table.Name.Name is "above" or "middle");
        Assert.Equal("app.events_1", await roundtrip.Target.ScalarAsync<string>(
            "SELECT string_agg(inhrelid::regclass::text, ', ') FROM pg_inherits WHERE inhparent = 'app.events'::regclass"));
        Assert.True(
            await roundtrip.Target.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.on_events'::regclass"));
        Assert.Equal(
            "app.middle app.above",
            await roundtrip.Target.ScalarAsync<string>(
                "SELECT string_agg(inhparent::regclass::text, ' ' ORDER BY inhrelid::regclass::text COLLATE \"C\") FROM pg_inherits "
                    + "WHERE inhrelid IN ('app.below'::regclass, 'app.middle'::regclass)"));
        Assert.Equal("0 2", await roundtrip.Target.ScalarAsync<string>(
            "SELECT (SELECT count(*) FROM ONLY app.above) || ' ' || (SELECT max(a) FROM app.above)"));
    }

    [Fact]
    public async Task Excluded_and_included_tables_leave_nothing_half_done()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(TwoSchemas);
        await roundtrip.MigrateAsync(new MigrationScope { IncludeTables = ["app.*", "log"], ExcludeTables = ["*.users", "audit_????"] });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["app.posts", "other.log"], roundtrip.Catalog.Tables.Select(table => table.Name.ToString()));
        Assert.Equal(
            ["posts_u_fkey on app.posts", "log_id_fkey on other.log"],
            roundtrip.Plan.NotMigrated.Where(left => left.Kind == "foreign-key").Select(left => left.Name));
        Assert.DoesNotContain(roundtrip.Plan.Objects, item => item.Name.Contains("kinds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Large_objects_are_planned_in_batches_of_a_thousand_and_with_a_whole_database_alone()
    {
        await using var roundtrip =
            await SchemaRoundtrip.OfAsync(TwoSchemas + "SELECT count(lo_create(4000 + i)) FROM generate_series(1, 2001) AS i;");
        await roundtrip.MigrateAsync();
        Assert.Equal([1000, 1000, 1], roundtrip.Plan.LargeObjects.Select(batch => batch.Oids.Count));
        Assert.Equal("large object 6001", roundtrip.Plan.LargeObjects[^1].Name);
        await roundtrip.ReadAsync(new MigrationScope { SourceSchema = "app" });
        Assert.Empty(roundtrip.Catalog.LargeObjects.All);
    }

    [Theory]
    [InlineData("userz", "users")]
    [InlineData("app.post", "app.posts")]
    public async Task A_pattern_that_matches_nothing_is_bad_usage(string pattern, string meant)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(TwoSchemas);
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => roundtrip.ReadAsync(new MigrationScope { IncludeTables = ["users", pattern] }));
        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains($"\"{pattern}\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains(meant, refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_not_there_is_bad_usage()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(TwoSchemas);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => roundtrip.ReadAsync(new MigrationScope { SourceSchema = "ap" }));
        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains("app", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("actormigrate", "ledger")]
    [InlineData("information_schema", "server's own")]
    [InlineData("pg_catalog", "reserved")]
    [InlineData("pg_app", "reserved")]
    [InlineData("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", "64 bytes")]
    [InlineData("ääääääääääääääääääääääääääääääää", "64 bytes")]
    public async Task A_schema_is_not_given_a_name_that_the_server_or_the_ledger_has_or_that_would_be_cut(string name, string why)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(TwoSchemas);
        foreach (var scope in new[] { new MigrationScope { SourceSchema = "app", TargetSchema = name }, new MigrationScope
            { SchemaMap = new Dictionary<string, string> { ["app"] = name } } })
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => roundtrip.ReadAsync(scope));
            Assert.Equal(Outcome.BadUsage, refused.Outcome);
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_schema_may_be_given_a_name_of_63_bytes()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE SCHEMA app; CREATE TABLE app.t (id int)");
        var name = new string('y', 63);
        await roundtrip.MigrateAsync(new MigrationScope { SchemaMap = new Dictionary<string, string> { ["app"] = name } });
        Assert.Equal(
            name, await roundtrip.Target.ScalarAsync<string>("SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 't'"));
    }

    [Fact]
    public async Task A_partition_that_is_half_detached_is_refused_until_that_has_ended_or_its_parent_is_left_out()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE "P 1" PARTITION OF p FOR VALUES FROM (0) TO (10) PARTITION BY LIST (a);
            CREATE TABLE leaf PARTITION OF "P 1" DEFAULT; CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (30); INSERT INTO p SELECT generate_series(1, 20);
            """);
        await using (var reader = await roundtrip.Source.OpenAsync())
        {
            await using var reading = await reader.BeginTransactionAsync();
            await using (var read = new NpgsqlCommand("SELECT FROM p", reader))
                await read.ExecuteNonQueryAsync();
            await using var session = await roundtrip.Source.OpenAsync();
            await using (var patience = new NpgsqlCommand("SET statement_timeout = 300", session))
                await patience.ExecuteNonQueryAsync();
            await using var detach = new NpgsqlCommand("ALTER TABLE p DETACH PARTITION \"P 1\" CONCURRENTLY", session);
            Assert.Equal(PostgresErrorCodes.QueryCanceled,
                (await Assert.ThrowsAsync<PostgresException>(() => detach.ExecuteNonQueryAsync())).SqlState);
        }
        var refused = await Assert.ThrowsAsync<RefusedException>(() => roundtrip.ReadAsync());
        Assert.Contains("public.P 1", refused.Message, StringComparison.Ordinal);
        await roundtrip.ReadAsync(new MigrationScope { IncludeTables = ["p2"] });
        await roundtrip.Source.ExecuteAsync(refused.Remedy[refused.Remedy!.IndexOf("ALTER", StringComparison.Ordinal)..]);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            "9 11", await roundtrip.Target.ScalarAsync<string>("SELECT (SELECT count(*) FROM \"P 1\") || ' ' || (SELECT count(*) FROM p)"));
    }

    private static IEnumerable<string> Names(SchemaRoundtrip roundtrip) =>
        roundtrip.Plan.Objects.Select(item => $"{item.Kind} {item.Name}");

    [Fact]
    public async Task A_publication_that_loses_a_table_to_the_scope_names_it()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            "CREATE SCHEMA app; CREATE SCHEMA other; CREATE TABLE app.t (id int); CREATE TABLE other.t (id int); CREATE PUBLICATION "
                + "two FOR TABLE app.t, other.t");
        await roundtrip.MigrateAsync(new MigrationScope { IncludeTables = ["app.t"] });
        Assert.Contains(
            roundtrip.Plan.NotMigrated, left => left.Kind == "publication" && left.Reason.Contains("other.t", StringComparison.Ordinal));
    }
}
