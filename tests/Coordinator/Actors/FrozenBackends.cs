using System.Diagnostics;
using System.Globalization;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>Processes of a server of the test's own that answer nothing any more, while their connections stay: they are paused. Disposing
/// lets them go on.</summary>
internal sealed class FrozenBackends : IAsyncDisposable
{
    private readonly IReadOnlyCollection<int> processes;

    private FrozenBackends(IReadOnlyCollection<int> processes) => this.processes = processes;

    /// <summary>Pauses the sessions with the ledger that are idle, when each is seen to wait for its client: a backend tells that it is
    /// idle, and that it has answered, before it waits.</summary>
    public static async Task<FrozenBackends> FreezeAsync(Crew crew)
    {
        const string Idle = """
            FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'actormigrate control%' AND state = 'idle'
            """;
        await crew.UntilAsync($"NOT EXISTS (SELECT {Idle} AND wait_event IS DISTINCT FROM 'ClientRead')");
        return await FreezeAsync((await crew.ScalarAsync<int[]>($"SELECT array_agg(pid) {Idle}"))!);
    }

    /// <summary>Pauses <paramref name="processes"/>.</summary>
    public static async Task<FrozenBackends> FreezeAsync(IReadOnlyCollection<int> processes)
    {
        var frozen = new FrozenBackends(processes);
        await SignalAsync("STOP", processes);
        return frozen;
    }

    public async ValueTask DisposeAsync() => await SignalAsync("CONT", processes);

    // A process of the server may have ended by itself meanwhile.
    private static async Task SignalAsync(string signal, IReadOnlyCollection<int> processes)
    {
        string[] pids = [.. processes.Select(pid => pid.ToString(CultureInfo.InvariantCulture))];
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, .. pids]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }
}
