using System.Diagnostics;
using System.Globalization;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>Idle sessions of a server of the test's own that carry no answer any more, while their connections stay: their backends are
/// paused. Disposing lets them go on.</summary>
internal sealed class FrozenBackends : IAsyncDisposable
{
    private readonly int[] backends;

    private FrozenBackends(int[] backends) => this.backends = backends;

    /// <summary>Pauses the sessions with the ledger that are idle.</summary>
    public static async Task<FrozenBackends> FreezeAsync(Crew crew)
    {
        var frozen = new FrozenBackends((await crew.ScalarAsync<int[]>("""
            SELECT array_agg(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'actormigrate control%' AND state = 'idle'
            """))!);
        await frozen.SignalAsync("STOP");
        return frozen;
    }

    public async ValueTask DisposeAsync() => await SignalAsync("CONT");

    private async Task SignalAsync(string signal)
    {
        string[] pids = [.. backends.Select(pid => pid.ToString(CultureInfo.InvariantCulture))];
        using var kill = Process.Start("kill", ["-s", signal, .. pids]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
