using System.Diagnostics;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Tests;

public sealed class CatalogReaderTests
{
    [Fact]
    public async Task The_number_of_queries_does_not_grow_with_the_number_of_tables()
    {
        await using var few = await SchemaRoundtrip.OfAsync(Tables(2));
        await using var many = await SchemaRoundtrip.OfAsync(Tables(200));
        Assert.Equal(await QueriesAsync(few), await QueriesAsync(many));
        Assert.Equal(200, many.Catalog.Tables.Count);
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
        command.CommandText = "SELECT current_setting('search_path') || (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation >= 16384)";
        Assert.Equal("public0", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task An_invalid_index_is_named_and_not_made()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1);");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => roundtrip.Source.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY broken ON t (id)"));
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["index public.broken"], roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}"));
    }

    private static string Tables(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"CREATE TABLE t{i} (id serial PRIMARY KEY, x text DEFAULT 'a' CHECK (x <> '')); CREATE INDEX ON t{i} (x);\n"));

    private static async Task<int> QueriesAsync(SchemaRoundtrip roundtrip)
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
        await roundtrip.ReadAsync();
        Assert.True(count > 20, $"{count} queries were seen");
        return count;
    }
}
