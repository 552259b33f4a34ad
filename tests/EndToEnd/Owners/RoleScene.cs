using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Owners;

/// <summary>A source and a target on one server, and roles made for one test. In statements, a role goes by its word in angle brackets:
/// <c>&lt;owner&gt;</c>. Disposing drops all of them.</summary>
internal sealed class RoleScene : IAsyncDisposable
{
    private const string Password = "s3cret";
    private readonly Dictionary<string, string> roles;

    private RoleScene(TestDatabase source, TestDatabase target, Dictionary<string, string> roles) =>
        (Source, Target, this.roles) = (source, target, roles);

    public TestDatabase Source { get; }

    public TestDatabase Target { get; }

    /// <summary>Makes the roles, which may all connect, with these options of CREATE ROLE, and both databases, which belong to
    /// <c>&lt;owner&gt;</c> where there is such.</summary>
    public static async Task<RoleScene> SetAsync(params (string Word, string Options)[] wanted)
    {
        var server = await TestServer.GetAsync();
        var roles = wanted.ToDictionary(role => role.Word, role => $"{role.Word}_{Guid.NewGuid():N}"[..20]);
        var source = (await TestDatabase.CreateAsync(server)).Noted();
        var target = (await TestDatabase.CreateAsync(server)).Noted();
        var scene = new RoleScene(source, target, roles);
        foreach (var (word, options) in wanted)
            await server.ExecuteAsync(scene.Named($"CREATE ROLE <{word}> LOGIN PASSWORD '{Password}' {options}"));
        if (roles.ContainsKey("owner"))
        {
            foreach (var database in new[] { source, target })
                await server.ExecuteAsync(scene.Named($"ALTER DATABASE \"{database.Name}\" OWNER TO <owner>"));
        }
        return scene;
    }

    /// <summary>The statement with the roles' names.</summary>
    public string Named(string sql) =>
        roles.Aggregate(sql, (text, role) => text.Replace($"<{role.Key}>", role.Value, StringComparison.Ordinal));

    /// <summary>Runs statements in a database, in a session of their own: as superuser, or as a role.</summary>
    public async Task ExecuteAsync(TestDatabase database, string sql, string? role = null) =>
        await database.ExecuteAsync(Named((role is null ? "" : $"SET ROLE <{role}>; ") + sql));

    /// <summary>Runs statements in a session that a role has opened itself, so that no SET ROLE leads to more rights.</summary>
    public async Task ExecuteInSessionOfAsync(TestDatabase database, string sql, string role)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = roles[role], Password = Password };
        await using var session = new NpgsqlConnection(settings.ConnectionString);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(Named(sql), session);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A text that the target answers with.</summary>
    public Task<string?> TargetAsync(string query) => Target.ScalarAsync<string>(Named(query));

    /// <summary>Both answer alike, as superuser.</summary>
    public async Task ShouldBeAlikeAsync(string query) =>
        Assert.Equal(await Source.ScalarAsync<string>(Named(query)), await TargetAsync(query));

    /// <summary>Migrates as a role on both sides, or as superuser; the run must end with <paramref name="exitCode"/>.</summary>
    public async Task<CommandRun> MigrateAsync(string? role = null, int exitCode = 0, params string[] flags)
    {
        var run = await Cli.MigrateAsync(UriOf(Source, role), UriOf(Target, role), flags);
        Assert.True(run.ExitCode == exitCode, $"Exit code {run.ExitCode} instead of {exitCode}:\n{run.Printed}");
        return run;
    }

    /// <summary>The URI of a database for a role, or for the superuser.</summary>
    public string UriOf(TestDatabase database, string? role) =>
        role is null ? database.Uri : new UriBuilder(database.Uri) { UserName = roles[role], Password = Password }.Uri.ToString();

    /// <summary>pg_dump writes the same for both.</summary>
    public async Task ShouldDumpAlikeAsync(params string[] arguments) =>
        Assert.Equal(await Source.PgDumpAsync(arguments), await Target.PgDumpAsync(arguments));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        foreach (var role in roles.Values)
            await Source.Server.RemoveAsync($"DROP ROLE IF EXISTS {role}");
        NpgsqlConnection.ClearAllPools();
    }
}
