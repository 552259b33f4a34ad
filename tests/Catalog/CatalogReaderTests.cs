using System.Diagnostics;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class CatalogReaderTests
{
    [Fact]
    public async Task The_number_of_messages_is_small_and_does_not_grow_with_the_number_of_objects_however_they_are_picked_and_renamed()
    {
        await using var few = await SchemaRoundtrip.OfAsync(Objects(2));
        await using var many = await SchemaRoundtrip.OfAsync(Objects(40));
        MigrationScope[] scopes =
        [
            new(),
            new() { SourceSchema = "a" },
            new() { SourceSchema = "a", TargetSchema = "c" },
            new() { SchemaMap = new Dictionary<string, string> { ["a"] = "c", ["b"] = "d" } },
            new() { IncludeTables = ["t*"], ExcludeTables = ["t2"] },
        ];
        foreach (var scope in scopes)
            Assert.Equal(await MessagesAsync(few, scope), await MessagesAsync(many, scope));
        // Each costs a round trip.
        Assert.InRange(await MessagesAsync(few, new()), 10, 40);
        Assert.Equal(2 * 39, many.Catalog.Tables.Count);
    }

    [Fact]
    public async Task Reading_leaves_the_session_and_its_locks_as_they_were()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Tables(3) + "CREATE VIEW v AS SELECT * FROM t1; CREATE SEQUENCE s;");
        await using var connection = await roundtrip.Source.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("SET search_path = public", connection);
        await command.ExecuteNonQueryAsync();
        await CatalogReader.ReadAsync(connection, new MigrationScope(), CancellationToken.None);
        command.CommandText =
            "SELECT current_setting('search_path') || (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation >= 16384)";
        Assert.Equal("public0", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task An_invalid_index_is_named_and_not_made()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1);");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => roundtrip.Source.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY broken ON t (id)"));
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["index public.broken"], roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}"));
    }

    private static string Tables(int count) => string.Concat(Enumerable.Range(1, count)
        .Select(i => $"CREATE TABLE t{i} (id serial PRIMARY KEY, x text DEFAULT 'a' CHECK (x <> '')); CREATE INDEX ON t{i} (x);\n"));

    private static string Objects(int count) => string.Concat(new[] { "a", "b" }.Select(schema =>
        $"CREATE SCHEMA {schema}; SET search_path = {schema}; CREATE TABLE parts (id int) PARTITION BY LIST (id);\n"
        + string.Concat(Enumerable.Range(1, count).Select(i => $"""
            CREATE TYPE mood{i} AS ENUM ('sad'); CREATE TYPE pair{i} AS (l int, r text); CREATE DOMAIN dom{i} AS int CHECK (VALUE > 0);
            CREATE FUNCTION twice{i}(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 * 2; CREATE SEQUENCE s{i};
            CREATE TABLE t{i} (id serial PRIMARY KEY, n bigint GENERATED ALWAYS AS IDENTITY, m mood{i}, d dom{i}, up int REFERENCES t{i}, x text DEFAULT 'a' CHECK (x <> ''));
            CREATE INDEX ON t{i} (twice{i}(id)); CREATE STATISTICS st{i} ON id, up FROM t{i}; CREATE TABLE p{i} PARTITION OF parts FOR VALUES IN ({i});
            CREATE VIEW v{i} AS SELECT id, x FROM t{i}; CREATE MATERIALIZED VIEW mv{i} AS SELECT x FROM v{i}; CREATE INDEX ON mv{i} (x);
            CREATE POLICY po{i} ON t{i} USING (id > 0); CREATE RULE ru{i} AS ON DELETE TO v{i} DO INSTEAD NOTHING;
            CREATE TRIGGER tr{i} BEFORE UPDATE ON t{i} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
            COMMENT ON TABLE t{i} IS 'one'; GRANT SELECT ON t{i} TO PUBLIC;

            """))));

    private static async Task<int> MessagesAsync(SchemaRoundtrip roundtrip, MigrationScope scope)
    {
        var count = 0;
        using var root = new Activity("reading").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = _ => Interlocked.Increment(ref count),
        };
        ActivitySource.AddActivityListener(listener);
        await roundtrip.ReadAsync(scope);
        return count;
    }
}
