using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.ManagedServices;

/// <summary>A source whose role only reads, and a target as a managed service gives it: the database belongs to an administrator that is no
/// superuser, and the platform's superuser has put a schema, an extension and an event trigger there. In statements, a role goes by its
/// word in angle brackets. Disposing drops everything.</summary>
internal sealed class ManagedScene : IAsyncDisposable
{
    private const string Password = "s3cret";

    private static readonly (string Word, string Options)[] Wanted =
    [
        ("reader", "LOGIN BYPASSRLS"), ("admin", "LOGIN CREATEROLE CREATEDB"), ("platform", "LOGIN SUPERUSER"), ("owner", ""), ("team", ""),
        ("stranger", ""), ("half", ""), ("apart", ""), ("web", ""),
    ];

    private readonly Dictionary<string, string> roles;

    private ManagedScene(TestDatabase source, TestDatabase target, Dictionary<string, string> roles) =>
        (Source, Target, this.roles) = (source, target, roles);

    public TestDatabase Source { get; }

    public TestDatabase Target { get; }

    /// <summary>The source for the role that reads.</summary>
    public string From => UriOf(Source, "reader");

    /// <summary>The target for the administrator.</summary>
    public string To => UriOf(Target, "admin");

    /// <summary>Sets the scene with a target of a major version.</summary>
    public static async Task<ManagedScene> SetAsync(int targetMajor)
    {
        var (from, to) = (await TestServer.GetAsync(), await TestServer.GetAsync(targetMajor, TestSide.Target));
        var roles = Wanted.ToDictionary(role => role.Word, role => $"{role.Word}_{Guid.NewGuid():N}"[..20]);
        var scene = new ManagedScene((await TestDatabase.CreateAsync(from)).Noted(), (await TestDatabase.CreateAsync(to)).Noted(), roles);
        foreach (var server in new[] { from, to }.Distinct())
        {
            foreach (var (word, options) in Wanted)
                await server.ExecuteAsync(scene.Named($"CREATE ROLE <{word}> PASSWORD '{Password}' {options}"));
        }

        await from.ExecuteAsync(scene.Named("GRANT pg_read_all_data TO <reader>"));
        await to.ExecuteAsync(scene.Named($"ALTER DATABASE \"{scene.Target.Name}\" OWNER TO <admin>"));
        // Before 16, a membership has no options of its own, and every member may give objects to the role.
        await to.ExecuteAsync(scene.Named(to.MajorVersion < 16
            ? "GRANT <owner> TO <admin> WITH ADMIN OPTION; GRANT <team>, <half>, <apart> TO <admin>"
            : """
              GRANT <owner> TO <admin> WITH ADMIN TRUE, INHERIT TRUE, SET TRUE; GRANT <team> TO <admin> WITH INHERIT TRUE, SET TRUE;
              GRANT <half> TO <admin> WITH INHERIT TRUE, SET FALSE; GRANT <apart> TO <admin> WITH INHERIT FALSE, SET TRUE
              """));
        await scene.ExecuteAsync(scene.Target, Platform, "platform");
        return scene;
    }

    private const string Platform = """
        CREATE SCHEMA platform; CREATE TABLE platform.audit (tag text, object text); CREATE TYPE platform.level AS ENUM ('low'); REVOKE USAGE ON TYPE platform.level FROM PUBLIC;
        CREATE FUNCTION platform.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
            'BEGIN INSERT INTO platform.audit SELECT command_tag, object_identity FROM pg_event_trigger_ddl_commands(); END';
        CREATE EVENT TRIGGER platform_note ON ddl_command_end EXECUTE FUNCTION platform.note();
        GRANT USAGE ON SCHEMA platform TO PUBLIC; CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC; CREATE EXTENSION postgres_fdw; CREATE EXTENSION pageinspect SCHEMA extensions;
        """;

    /// <summary>The text with the roles' names.</summary>
    public string Named(string text) =>
        roles.Aggregate(text, (named, role) => named.Replace($"<{role.Key}>", role.Value, StringComparison.Ordinal));

    /// <summary>Runs statements in a database as a superuser, or as a role.</summary>
    public async Task ExecuteAsync(TestDatabase database, string sql, string? role = null) =>
        await database.ExecuteAsync(Named((role is null ? "" : $"SET ROLE <{role}>; ") + sql));

    /// <summary>Both answer alike, as superuser.</summary>
    public async Task ShouldBeAlikeAsync(string query) =>
        Assert.Equal(await Source.ScalarAsync<string>(Named(query)), await Target.ScalarAsync<string>(Named(query)));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        foreach (var server in new[] { Source.Server, Target.Server }.Distinct())
        {
            foreach (var role in roles.Values)
                await server.RemoveAsync($"DROP ROLE IF EXISTS {role}");
        }

        NpgsqlConnection.ClearAllPools();
    }

    private string UriOf(TestDatabase database, string role) =>
        new UriBuilder(database.Uri) { UserName = roles[role], Password = Password }.Uri.ToString();
}
