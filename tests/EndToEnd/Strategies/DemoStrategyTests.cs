using ActorMigrate.Host.Demo;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Strategies;

/// <summary>The demonstration's database through each way of splitting a table into partitions.</summary>
public sealed class DemoStrategyTests(DemoStrategyTests.Filled filled) : IClassFixture<DemoStrategyTests.Filled>
{
    private const long Threshold = 5_000;
    private const int Chunk = 1_000;

    [Theory]
    [InlineData(PartitionBy.Auto)]
    [InlineData(PartitionBy.Ctid)]
    [InlineData(PartitionBy.Ntile)]
    [InlineData(PartitionBy.Keyset)]
    public async Task Every_row_arrives_whichever_way_tables_are_partitioned(PartitionBy by)
    {
        await using var target = await TestDatabase.CreateAsync();
        var summary = await Migrating.RunAsync(filled.Database, target, Strategy.Of(by, Threshold, Chunk));
        Pair.AssertSucceeded(summary);
        Assert.Equal(await Contents.OfAsync(filled.Database), await Contents.OfAsync(target));
        var large = summary.Tables.Where(table => table.Rows >= 2 * Threshold).ToList();
        Assert.Equal(["comments", "posts", "votes"], large.Select(table => table.Source.Name));
        Assert.All(large, table => Assert.InRange(table.Partitions, 2, 4));
        Assert.Equal(await filled.Database.PgDumpAsync("--schema-only"), await target.PgDumpAsync("--schema-only"));
        Assert.Equal(by == PartitionBy.Keyset,
            await CommitsAsync(target, "posts") >= summary.Tables.Single(t => t.Source.Name == "posts").Rows / Chunk);
    }

    [Fact]
    public async Task Every_row_arrives_in_a_newer_server()
    {
        await using var target = await TestDatabase.CreateAsync(18, new TestDatabaseOptions { Side = TestSide.Target });
        Pair.AssertSucceeded(await Migrating.RunAsync(filled.Database, target, Strategy.Of(PartitionBy.Auto, Threshold)));
        Assert.Equal(await Contents.OfAsync(filled.Database), await Contents.OfAsync(target));
    }

    /// <summary>Returns the number of transactions that inserted a table's rows.</summary>
    private static Task<long> CommitsAsync(TestDatabase target, string table) =>
        target.ScalarAsync<long>($"SELECT count(DISTINCT xmin::text) FROM {table}");

    public sealed class Filled : IAsyncLifetime
    {
        private TestDatabase? database;

        public TestDatabase Database => database!;

        public async Task InitializeAsync()
        {
            database = await TestDatabase.CreateAsync();
            await DemoDatabase.FillAsync(database.Uri, 0.025, new FillProgress(), CancellationToken.None);
        }

        public Task DisposeAsync() => Database.DisposeAsync().AsTask();
    }
}
