using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>A role that sees all sessions of the server and may end only its own; it is a member of another role, whose rights it does not
/// inherit. Disposing drops both roles, after their database.</summary>
internal sealed class WeakRole : IAsyncDisposable
{
    private const string Password = "s3cret";

    private readonly string name = $"weak_{Guid.NewGuid():N}"[..20];

    /// <summary>The role that it is a member of.</summary>
    private string Other => name + "_o";

    /// <summary>A member of that role, of which the weak role is a member; it inherits nothing.</summary>
    private string Between => name + "_b";

    public static async Task<WeakRole> CreateAsync()
    {
        var role = new WeakRole();
        await (await TestServer.GetAsync()).ExecuteAsync($"""
            CREATE ROLE {role.name} LOGIN PASSWORD '{Password}';
            CREATE ROLE {role.Other} LOGIN PASSWORD '{Password}';
            CREATE ROLE {role.Between} NOINHERIT;
            GRANT {role.Other} TO {role.Between};
            GRANT {role.Between}, pg_read_all_stats TO {role.name};
            """);
        return role;
    }

    /// <summary>Lets it use the ledger, and returns a session of its own with it.</summary>
    public async Task<LedgerSession> UseAsync(LedgerFixture ledger)
    {
        await ledger.ScalarAsync<object>($"GRANT USAGE ON SCHEMA actormigrate TO {name}");
        await ledger.ScalarAsync<object>($"GRANT ALL ON ALL TABLES IN SCHEMA actormigrate TO {name}");
        return new LedgerSession(DatabaseOf(ledger, name), SessionPurpose.Control);
    }

    /// <summary>A session of the role itself.</summary>
    public Task<NpgsqlConnection> OpenOwnAsync(LedgerFixture ledger) => OpenAsync(ledger, name);

    /// <summary>A session of the role that it is a member of.</summary>
    public Task<NpgsqlConnection> OpenOtherAsync(LedgerFixture ledger) => OpenAsync(ledger, Other);

    public async ValueTask DisposeAsync() =>
        await (await TestServer.GetAsync()).RemoveAsync($"DROP ROLE {name}; DROP ROLE {Between}; DROP ROLE {Other}");

    private static async Task<NpgsqlConnection> OpenAsync(LedgerFixture ledger, string role)
    {
        await using var database = DatabaseOf(ledger, role);
        return await database.OpenAsync(SessionPurpose.Control, default);
    }

    private static Database DatabaseOf(LedgerFixture ledger, string role) => new(
        ServerConnection.Parse(
            new UriBuilder(ledger.Uri) { UserName = role, Password = Password }.Uri.ToString(), "target", new ConnectionEnvironment()),
        Side.Target);
}
