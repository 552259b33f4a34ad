using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests;

public sealed class RowsTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    private const string TwoRows =
        "SELECT * FROM (VALUES (1, 'a', 's', 't'), (NULL, NULL, NULL, NULL)) AS v (number, text, schema, name) ORDER BY number";

    [Fact]
    public async Task Every_row_is_mapped_and_a_null_column_is_null()
    {
        await using var session = await fixture.Database.OpenAsync();
        await using var command = new NpgsqlCommand(TwoRows, session);

        var rows = await command.ReadAllAsync(row => (row.ValueOrNull<int>(0), row.TextOrNull(1), row.NameOrNull(2)), default);

        Assert.Equal([(1, "a", new("s", "t")), (null, null, null)], rows);
    }

    [Fact]
    public async Task A_batch_is_read_like_a_command()
    {
        await using var session = await fixture.Database.OpenAsync();
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand("SELECT 'x', 'y; z' WHERE true") } };

        Assert.Equal(["x.y; z"], await batch.ReadAllAsync(row => $"{row.Name(0).Schema}.{row.Name(0).Name}", default));
    }
}
