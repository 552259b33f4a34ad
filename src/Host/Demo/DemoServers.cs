using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Host.Demo;

/// <summary>The demonstration's two throwaway servers, each with an empty database. They end with this process, however it ends.</summary>
internal sealed class DemoServers : IAsyncDisposable
{
    /// <summary>The name of both databases.</summary>
    public const string DatabaseName = "stackoverflow";

    private static readonly Dictionary<string, string> Settings = new()
    {
        // The rows of a transaction that made or emptied its table need no WAL.
        ["wal_level"] = "minimal",
        ["shared_buffers"] = "256MB",
        ["max_wal_size"] = "4GB",
    };

    private DemoServers(LocalServer source, LocalServer target) => (Source, Target) = (source, target);

    /// <summary>The server that is filled: the oldest version that is installed.</summary>
    public LocalServer Source { get; }

    /// <summary>The server that is migrated to: the newest version that is installed.</summary>
    public LocalServer Target { get; }

    /// <summary>The URI of the source's database, with its password.</summary>
    public string SourceUri => Source.UriOf(DatabaseName);

    /// <summary>The URI of the target's database, with its password.</summary>
    public string TargetUri => Target.UriOf(DatabaseName);

    /// <summary>Starts both and makes their databases.</summary>
    /// <exception cref="RefusedException">No server programs are installed, or there is no room on disk.</exception>
    public static async Task<DemoServers> StartAsync(DemoScale scale, CancellationToken cancellationToken)
    {
        RequireRoom(scale.DiskBytes);
        var newest = ServerBinaries.Get(null).Major;
        var source = await StartAsync(ServerBinaries.Installed[0].Major, cancellationToken);
        try
        {
            return new DemoServers(source, await StartAsync(newest, cancellationToken));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops both and removes their folders.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Source.DisposeAsync().AsTask(), Target.DisposeAsync().AsTask());

    private static async Task<LocalServer> StartAsync(int major, CancellationToken cancellationToken)
    {
        var server = await LocalServer.StartAsync(new LocalServerOptions { MajorVersion = major, Settings = Settings }, cancellationToken);
        try
        {
            await using var database =
                new Database(ServerConnection.Parse(server.Uri, "source", ConnectionEnvironment.OfProcess()), Side.Target);
            await using var session = await database.OpenAsync(SessionPurpose.Schema, cancellationToken);
            await using var command = new NpgsqlCommand($"CREATE DATABASE {Identifier.Quote(DatabaseName)} TEMPLATE template0", session);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static void RequireRoom(long bytes)
    {
        var folder = Path.GetTempPath();
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes)
        {
            throw new RefusedException(
                $"The demonstration needs {bytes >> 20} MiB in {folder}, and {free >> 20} MiB are free.",
                "Name another folder in TMPDIR, or choose a smaller --scale.");
        }
    }
}
