using Xunit;

namespace ActorMigrate.TestServers;

/// <summary>One database for all tests of a class: <c>IClassFixture&lt;TestDatabaseFixture&gt;</c>.</summary>
public sealed class TestDatabaseFixture : IAsyncLifetime
{
    private TestDatabase? _database;

    /// <summary>The database, on the shared server of the default version.</summary>
    public TestDatabase Database => _database ?? throw new InvalidOperationException("The fixture was not initialized.");

    /// <inheritdoc />
    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    /// <inheritdoc />
    public Task DisposeAsync() => Database.DisposeAsync().AsTask();
}
