using System.Diagnostics;
using System.Globalization;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>Processes of a server of the test's own that answer nothing any more, while their connections stay: they are paused. Disposing
/// lets them go on.</summary>
internal sealed class FrozenBackends : IAsyncDisposable
{
    private readonly IReadOnlyCollection<int> processes;

    private FrozenBackends(IReadOnlyCollection<int> processes) => this.processes = processes;

    /// <summary>Pauses the sessions with the ledger that are idle.</summary>
    public static async Task<FrozenBackends> FreezeAsync(Crew crew) => await FreezeAsync((await crew.ScalarAsync<int[]>("""
        SELECT array_agg(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'actormigrate control%' AND state = 'idle'
        """))!);

    /// <summary>Pauses the whole server, as <c>docker pause</c> does: the machine goes on to take connections in.</summary>
    public static async Task<FrozenBackends> FreezeServerAsync(Crew crew)
    {
        var backend = await crew.ScalarAsync<int>("SELECT pg_backend_pid()");
        var server = ParentOf(backend);
        var children = (await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture));
        return await FreezeAsync([server, .. children]);
    }

    private static async Task<FrozenBackends> FreezeAsync(IReadOnlyCollection<int> processes)
    {
        var frozen = new FrozenBackends(processes);
        await frozen.SignalAsync("STOP");
        return frozen;
    }

    public async ValueTask DisposeAsync() => await SignalAsync("CONT");

    // The fourth field, after the program's name in parentheses.
    private static int ParentOf(int process) => int.Parse(
        File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);

    // A process of the server may have ended by itself meanwhile.
    private async Task SignalAsync(string signal)
    {
        string[] pids = [.. processes.Select(pid => pid.ToString(CultureInfo.InvariantCulture))];
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, .. pids]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }
}
