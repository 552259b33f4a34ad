using System.Runtime.CompilerServices;
using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.TestServers;

/// <summary>The way in which a server is stopped: <c>fast</c> ends the sessions and writes a checkpoint, <c>immediate</c> is a
/// crash.</summary>
public enum StopMode
{
    /// <summary>Sessions are ended, then a checkpoint is written.</summary>
    Fast,

    /// <summary>All processes are ended at once; the next start recovers.</summary>
    Immediate,
}

/// <summary>Stops and starts throwaway servers, which the program itself only starts once. One call a server at a time.</summary>
public static class ServerControl
{
    private const int RestartAttempts = 50;
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(200);
    private static readonly ConditionalWeakTable<LocalServer, SemaphoreSlim> OneAtATime = [];

    extension(LocalServer server)
    {
        /// <summary>The folder of the unix socket.</summary>
        public string SocketFolder => Path.GetDirectoryName(server.DataFolder)!;

        /// <summary>Stops the server and keeps its folder; <see cref="RestartAsync"/> starts it again.</summary>
        public Task StopAsync(StopMode mode = StopMode.Fast) => ExclusivelyAsync(server, () => StopNowAsync(server, mode));

        /// <summary>Stops the server, unless it is stopped already, and starts it on the same port.</summary>
        public Task RestartAsync(StopMode mode = StopMode.Fast) => ExclusivelyAsync(
            server,
            async () =>
            {
                await StopNowAsync(server, mode);
                if (!await TryStartAgainAsync(server))
                    throw server.StartFailed();
            });

        /// <summary>Starts a server of the same version, and with the same password, from a copy of the data; the copy lies in a folder
        /// named data below <paramref name="folder"/>.</summary>
        public Task<LocalServer> StartCopyAsync(string folder, LocalServerOptions options) =>
            LocalServer.StartAsync(new ServerTemplate(folder, server.Password), server.Binaries, options, default);
    }

    // The processes of a server whose postmaster was killed notice that after a while, and hold its memory until then.
    private static async Task<bool> TryStartAgainAsync(LocalServer server)
    {
        for (var attempt = 1; !await server.TryStartAsync(default); attempt++)
        {
            if (attempt == RestartAttempts || !server.LogTail(2).Contains("is still in use", StringComparison.Ordinal))
                return false;
            await Task.Delay(RestartPause);
        }

        return true;
    }

    private static async Task StopNowAsync(LocalServer server, StopMode mode)
    {
        await server.Supervisor.AskAsync(mode == StopMode.Fast ? "fast" : "immediate", default);
        server.Pid = 0;
    }

    private static async Task ExclusivelyAsync(LocalServer server, Func<Task> action)
    {
        var gate = OneAtATime.GetValue(server, _ => new SemaphoreSlim(1));
        await gate.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            gate.Release();
        }
    }
}
