using Xunit;

namespace ActorMigrate.TestServers;

/// <summary>Databases that all tests of a class read and none of them changes, each made once by its script:
/// <c>IClassFixture&lt;PreparedDatabases&gt;</c>. A test that changes one takes a copy.</summary>
public sealed class PreparedDatabases : IAsyncLifetime
{
    private readonly Dictionary<(string Script, TestDatabaseOptions Options), TestDatabase> _made = [];

    /// <summary>Returns the database that <paramref name="script"/> makes.</summary>
    public async Task<TestDatabase> GetAsync(string script, TestDatabaseOptions options)
    {
        if (_made.TryGetValue((script, options), out var made))
            return made;
        var database = await TestDatabase.CreateAsync(options: options);
        _made.Add((script, options), database);
        await database.ExecuteAsync(script);
        return database;
    }

    /// <summary>Makes a database by <paramref name="script"/>: as a copy of <paramref name="prepared"/>, when it goes on where the script
    /// of that ends.</summary>
    public async Task<TestDatabase> CreateAsync(
        string script, TestDatabaseOptions options, TestDatabase prepared, int major = TestServer.DefaultMajor)
    {
        var (start, of) = _made.Single(made => made.Value == prepared).Key;
        var copies = of == options && prepared.Server == await TestServer.GetAsync(major)
            && script.StartsWith(start, StringComparison.Ordinal);
        var database = await TestDatabase.CreateAsync(major, copies ? options with { Template = prepared.Name } : options);
        var rest = copies ? script[start.Length..] : script;
        if (rest.Length > 0)
            await database.ExecuteAsync(rest);
        return database;
    }

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        foreach (var database in _made.Values)
            await database.DisposeAsync();
    }
}
