using System.Globalization;
using ActorMigrate.Migration.Failures;
using Npgsql;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The way in which a server is stopped: <c>fast</c> ends the sessions and writes a
/// checkpoint, <c>immediate</c> is a crash.</summary>
public enum StopMode
{
    /// <summary>Sessions are ended, then a checkpoint is written.</summary>
    Fast,

    /// <summary>All processes are ended at once; the next start recovers.</summary>
    Immediate,
}

/// <summary>A throwaway PostgreSQL server on 127.0.0.1 with a folder of its own. Disposing it, or the end of this process in
/// whatever way, stops it and removes the folder.</summary>
/// <remarks>Not for data that must survive: fsync is off.</remarks>
public sealed class LocalServer : IAsyncDisposable
{
    private const int PortAttempts = 10;
    private const int RestartAttempts = 50;
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(200);

    private readonly ServerSupervisor _supervisor;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ServerBinaries _binaries;
    private readonly string _folder;
    private readonly int _seconds;
    private string _password;
    private bool _disposed;

    private LocalServer(ServerSupervisor supervisor, ServerBinaries binaries, string folder, string password, TimeSpan deadline) =>
        (_supervisor, _binaries, _folder, _password, _seconds) = (supervisor, binaries, folder, password, (int)deadline.TotalSeconds);

    /// <summary>The URI of database <c>postgres</c> as the superuser <c>postgres</c>, with its password, as psql takes it.</summary>
    public string Uri => UriOf("postgres");

    /// <summary>The TCP port on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The major version of the server.</summary>
    public int MajorVersion => _binaries.Major;

    /// <summary>The data folder.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>The folder of the unix socket.</summary>
    public string SocketFolder => _folder;

    /// <summary>The postmaster's process id; 0 while the server is stopped.</summary>
    public int Pid { get; private set; }

    private string LogFile => Path.Combine(_folder, "log");

    /// <summary>Makes and starts a server, and returns when it takes connections.</summary>
    /// <exception cref="RefusedException">No such server is installed, or it does not start; the
    /// message ends with the tail of its log.</exception>
    public static async Task<LocalServer> StartAsync(LocalServerOptions options, CancellationToken cancellation = default)
    {
        var binaries = ServerBinaries.Get(options.MajorVersion);
        var template = await ServerTemplate.GetAsync(binaries, options.InitdbArguments, cancellation);
        var server = await StartAsync(template, binaries, options, cancellation);
        try
        {
            await server.ChangePasswordAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server of the same version as <paramref name="original"/>, and with its password, from a copy of its data; the
    /// copy lies in a folder named data below <paramref name="folder"/>.</summary>
    internal static Task<LocalServer> StartCopyAsync(
        LocalServer original, string folder, LocalServerOptions options, CancellationToken cancellation = default) =>
        StartAsync(new ServerTemplate(folder, original._password), original._binaries, options, cancellation);

    private static async Task<LocalServer> StartAsync(
        ServerTemplate template, ServerBinaries binaries, LocalServerOptions options, CancellationToken cancellation)
    {
        var folder = Path.Combine(options.ParentFolder ?? TemporaryFolder(), "actormigrate-" + Secret.Create()[..12]);
        var supervisor = await ServerSupervisor.StartAsync(folder, template, binaries, options.Deadline, cancellation);
        var server = new LocalServer(supervisor, binaries, folder, template.Password, options.Deadline);
        try
        {
            await server.StartOnFreePortAsync(options.Settings, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the libpq URI of a database of this server, with the superuser's password.</summary>
    public string UriOf(string database) =>
        "postgresql://postgres:"
            + $"{_password}@127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/{System.Uri.EscapeDataString(database)}";

    /// <summary>Returns the Npgsql connection string of a database of this server; without a pool. A busy machine may take as long to
    /// answer as a start may take.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = _password,
        Database = database,
        Pooling = false,
        Timeout = _seconds,
        CommandTimeout = _seconds,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Stops the server and keeps its folder; <see cref="RestartAsync"/> starts it again.</summary>
    public Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellation = default) =>
        ExclusivelyAsync(() => StopNowAsync(mode, cancellation), cancellation);

    /// <summary>Stops the server, unless it is stopped already, and starts it on the same port.</summary>
    public Task RestartAsync(StopMode mode = StopMode.Fast, CancellationToken cancellation = default) =>
        ExclusivelyAsync(
            async () =>
            {
                await StopNowAsync(mode, cancellation);
                if (!await TryStartAgainAsync(cancellation))
                    throw StartFailed();
            },
            cancellation);

    /// <summary>Returns the last lines of the server's log.</summary>
    public string LogTail(int lines = 20) =>
        File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(lines)) : "";

    /// <summary>Stops the server at once and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _supervisor.DisposeAsync();
        _oneAtATime.Dispose();
    }

    // A unix socket's path holds about 100 bytes, and some systems' temporary folders are long.
    private static string TemporaryFolder() => Path.GetTempPath() is { Length: < 60 } folder ? folder : "/tmp";

    private async Task StartOnFreePortAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Pick();
            var text = ServerSettings.Render(Port, _folder, settings);
            await File.WriteAllTextAsync(Path.Combine(DataFolder, "postgresql.conf"), text, cancellation);
            if (await TryStartAsync(cancellation))
                return;
            if (attempt == PortAttempts || !LogTail().Contains("Address already in use", StringComparison.Ordinal))
                throw StartFailed();
        }
    }

    // The processes of a server whose postmaster was killed notice that after a while, and hold its memory until then. They write to the
    // log themselves, so the reason for a failed start may stand anywhere behind the place where the log ended before it.
    private async Task<bool> TryStartAgainAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = LogLength();
            if (await TryStartAsync(cancellation))
                return true;
            if (attempt == RestartAttempts || !LogSince(before).Contains("is still in use", StringComparison.Ordinal))
                return false;
            await Task.Delay(RestartPause, cancellation);
        }
    }

    private long LogLength() => File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;

    private string LogSince(long place)
    {
        using var log = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        log.BaseStream.Seek(place, SeekOrigin.Begin);
        return log.ReadToEnd();
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellation)
    {
        var answer = await _supervisor.AskAsync("start", cancellation);
        if (!answer.StartsWith("ready ", StringComparison.Ordinal))
            return false;
        Pid = int.Parse(answer["ready ".Length..], CultureInfo.InvariantCulture);
        return true;
    }

    private async Task StopNowAsync(StopMode mode, CancellationToken cancellation)
    {
        Pid = 0;
        await _supervisor.AskAsync(mode == StopMode.Fast ? "fast" : "immediate", cancellation);
    }

    private async Task ExclusivelyAsync(Func<Task> action, CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            await action();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // All servers of a template begin with its _password; each gets one of its own, so that a URI that was shown opens just this server.
    private async Task ChangePasswordAsync(CancellationToken cancellation)
    {
        var next = Secret.Create();
        await using var connection = new NpgsqlConnection(ConnectionString());
        await connection.OpenAsync(cancellation);
        await using var command =
            new NpgsqlCommand($"ALTER ROLE postgres PASSWORD {Literal.Quote(Secret.ScramOf(next))}", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        _password = next;
    }

    private RefusedException StartFailed() => new(
        $"The throwaway server of {_binaries.Version} did not start on port {Port}. Its log ends with:\n{LogTail()}",
        "Remove what the log names as its cause, and try again.");
}
