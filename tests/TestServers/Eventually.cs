using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace ActorMigrate.TestServers;

/// <summary>Waits for a condition that only a server's views or a process can tell, and asks each server in one kept session.</summary>
public static class Eventually
{
    /// <summary>The time that a test waits for a sign; long enough for a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until <paramref name="condition"/> holds. Fails with its text, or with <paramref name="otherwise"/>.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string otherwise = "") =>
        TrueAsync(condition, () => otherwise);

    /// <summary>Waits until <paramref name="condition"/> holds, no longer than <paramref name="longest"/>.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan? longest = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(otherwise);
        var patience = longest ?? Patience;
        using var deadline = new CancellationTokenSource(patience);
        var waits = Stopwatch.StartNew();
        await using var sessions = WaitSessions.Begin();
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
                Assert.Fail($"After {patience.TotalSeconds} s: {otherwise()}.");
            await Task.Delay(PauseAfter(waits.Elapsed), CancellationToken.None);
        }
    }

    // A server and a test spend a millisecond on each question, so a long wait asks less often: a twentieth of it is its last pause.
    private static TimeSpan PauseAfter(TimeSpan waited) => TimeSpan.FromMilliseconds(Math.Clamp(waited.TotalMilliseconds / 20, 20, 100));
}
