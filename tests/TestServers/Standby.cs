using System.Globalization;
using ActorMigrate.Postgres.LocalServers;
using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>A streaming standby of a test's own server, which can be cut off from it and promoted.</summary>
public sealed class Standby : IAsyncDisposable
{
    private Standby(LocalServer server) => Server = server;

    /// <summary>The standby's server, for reading, and after its promotion for writing.</summary>
    public LocalServer Server { get; }

    /// <summary>Copies <paramref name="primary"/> while it runs and follows it from there on.</summary>
    public static async Task<Standby> OfAsync(LocalServer primary)
    {
        ArgumentNullException.ThrowIfNull(primary);
        var parent = ServerFolder.Choose();
        var folder = Path.Combine(parent ?? Path.GetTempPath(), $"actormigrate-standby-{Guid.NewGuid():N}");
        await RunAsync("install", "-d", "-m", "700", folder);
        try
        {
            await RunAsync(
                ClientProgram.Find("pg_basebackup"), "-d", primary.Uri, "-D", Path.Combine(folder, "data"), "-R",
                "--checkpoint=fast", "--no-sync");
            return new Standby(await LocalServer.StartCopyAsync(primary, folder, new LocalServerOptions
            {
                Settings = ServerFolder.Settings(parent, null),
                ParentFolder = parent,
            }));
        }
        finally
        {
            await RunAsync("rm", "-rf", "--", folder);
        }
    }

    /// <summary>The libpq URI of one database on either server, whichever takes writes.</summary>
    public static string EitherUri(LocalServer one, LocalServer other, string database)
    {
        var uri = new Uri(one.UriOf(database));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://{uri.UserInfo}@127.0.0.1:{one.Port},127.0.0.1:{other.Port}/{database}?target_session_attrs=read-write");
    }

    /// <summary>Receives nothing more from the primary, as if it lagged behind.</summary>
    public Task CutOffAsync() => ExecuteAsync(
        "ALTER SYSTEM SET primary_conninfo = ''",
        "SELECT pg_reload_conf()",
        "DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_wal_receiver) LOOP PERFORM pg_sleep(0.05); PERFORM "
            + "pg_stat_clear_snapshot(); END LOOP; END $$");

    /// <summary>Makes it the primary, on a timeline of its own.</summary>
    public Task PromoteAsync() => ExecuteAsync("SELECT pg_promote()");

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(Server.ConnectionString());
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task RunAsync(params string[] words)
    {
        var done = await Command.RunAsync(ServerAccount.Current.Words(words), default);
        if (done.ExitCode != 0)
            throw new InvalidOperationException($"{words[0]} ended with {done.ExitCode}: {done.Error}");
    }
}
