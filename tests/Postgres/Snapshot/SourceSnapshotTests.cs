using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests;

public sealed class SourceSnapshotTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_session_sees_the_rows_of_the_moment_of_the_export()
    {
        await fixture.Database.ExecuteAsync("CREATE TABLE seen (id int); INSERT INTO seen VALUES (1)");
        await using var database = Sessions.Source(fixture.Database);
        await using var snapshot = await SourceSnapshot.ExportAsync(database, None);
        await fixture.Database.ExecuteAsync("INSERT INTO seen VALUES (2)");

        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal(1L, await session.ScalarAsync<long>("SELECT count(*) FROM public.seen"));
        Assert.Equal(2, snapshot.HolderPids.Distinct().Count());
    }
}
