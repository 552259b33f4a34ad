using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.TestServers;

/// <summary>A server whose processes are all paused, as <c>docker pause</c> does: the machine goes on to take connections in, and nothing
/// answers. Disposing lets it go on.</summary>
public sealed class FrozenServer : IDisposable
{
    private readonly int[] processes;

    private FrozenServer(int[] processes) => this.processes = processes;

    /// <summary>Pauses <paramref name="server"/>.</summary>
    public static FrozenServer Freeze(LocalServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        // First the one that starts the others.
        ServerCrash.Signal("STOP", server.Pid);
        int[] all = [server.Pid, .. ServerCrash.Children(server.Pid)];
        ServerCrash.Signal("STOP", all);
        return new FrozenServer(all);
    }

    /// <inheritdoc />
    public void Dispose() => ServerCrash.Signal("CONT", processes);
}
