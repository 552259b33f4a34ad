using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>A role with few rights, for one test. Disposing drops it; what it owns goes with its database.</summary>
internal sealed class TestRole : IAsyncDisposable
{
    private const string Password = "s3cret";
    private readonly TestServer server;

    private TestRole(TestServer server, string name) => (this.server, Name) = (server, name);

    /// <summary>Its name, which needs no quotes.</summary>
    public string Name { get; }

    /// <summary>Makes a role on the server of <paramref name="database"/>, with further
    /// <paramref name="options"/> of CREATE ROLE.</summary>
    public static async Task<TestRole> CreateAsync(TestDatabase database, string options = "")
    {
        var role = new TestRole(database.Server, $"role_{Guid.NewGuid():N}"[..20]);
        await database.ExecuteAsync($"CREATE ROLE {role.Name} LOGIN PASSWORD '{Password}' {options}");
        return role;
    }

    /// <summary>The URI of <paramref name="database"/> for this role.</summary>
    public string UriOf(TestDatabase database) =>
        new UriBuilder(database.Noted().Uri) { UserName = Name, Password = Password }.Uri.ToString();

    public async ValueTask DisposeAsync() => await server.RemoveAsync($"DROP ROLE {Name}");
}
