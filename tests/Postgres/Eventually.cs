using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests;

/// <summary>Waits for what only the server's own views can tell; fails after half a minute.</summary>
internal static class Eventually
{
    public static async Task True(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var sessions = WaitSessions.Begin();
        while (!await condition())
            await Task.Delay(20, deadline.Token);
    }
}
