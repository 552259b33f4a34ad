using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Objects;

// What belongs to a whole server: between two of a test's own, since it is none of the other tests' business.
public sealed class GlobalsTests
{
    [Theory]
    [InlineData(15, 15)]
    [InlineData(15, 18)]
    [InlineData(16, 17)]
    [InlineData(17, 18)]
    public async Task Roles_and_what_is_said_of_the_database_arrive_on_request(int sourceMajor, int targetMajor)
    {
        await using var first = await TestServer.StartOwnAsync(sourceMajor);
        await using var second = await TestServer.StartOwnAsync(targetMajor);
        await using var source = await TestDatabase.CreateAsync(TestServer.Of(first), new TestDatabaseOptions { Name = "globals" });
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(second), new TestDatabaseOptions { Name = "globals" });
        await Kind.RunAsync(source, Kind.Globals);
        Pair.AssertSucceeded(await Migrating.RunAsync(source, target, Migrating.Defaults with { Roles = true, DatabaseSettings = true }));

        var (unknown, known) =
            CatalogDifferences.Of(await CatalogContents.ReadSharedAsync(source), await CatalogContents.ReadSharedAsync(target));
        Assert.Empty(unknown);
        if (targetMajor == TestServer.DefaultMajor)
        {
            Assert.Equal(await GlobalsAsync(source), await GlobalsAsync(target));
            Assert.Equal(await source.PgDumpAsync("--create"), await target.PgDumpAsync("--create"));
        }

        ObjectsPage.AssertSays(Kind.Globals, (sourceMajor, targetMajor), known);
    }

    // The first superuser is each server's own, with a password of its own.
    private static async Task<IEnumerable<string>> GlobalsAsync(TestDatabase database) =>
        (await database.PgDumpAllAsync("--globals-only")).Split('\n')
            .Where(line => !line.StartsWith("ALTER ROLE postgres ", StringComparison.Ordinal));
}
