using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Coordinator.Tests.Preflight;

public sealed class AlreadyMadeTests
{
    [Theory]
    [InlineData("SELECT 'missing'::regclass IS NOT NULL")]
    [InlineData("SELECT 1 / (SELECT 0) = 1")]
    public async Task A_query_that_fails_says_nothing_about_the_objects_beside_it(string failing)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var session = new NpgsqlConnection(database.ConnectionString);
        await session.OpenAsync();
        var objects = Enumerable.Range(1, 7).Select(id => Object(id, id is 3 or 6 ? failing : id == 5 ? "SELECT false" : "SELECT true;"));

        var found = await AlreadyMade.FindAsync(session, objects, CancellationToken.None);

        Assert.Equal([1, 2, 4, 7], found.Order());
    }

    private static SchemaObject Object(int id, string query) => new()
    {
        Id = id,
        Stage = SchemaStage.Schema,
        Kind = "domain",
        Name = $"public.d{id}",
        Statements = [],
        Needs = [],
        SearchPath = "pg_catalog",
        ExistsQuery = query,
    };
}
