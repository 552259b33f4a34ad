using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>A session that opens while its owner does something else. Disposing waits for it, and ends it.</summary>
public sealed class SessionOpening(Task<NpgsqlConnection> session) : IAsyncDisposable
{
    /// <summary>The session, or why it could not be opened.</summary>
    public Task<NpgsqlConnection> Session => session;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ((Task)session).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (session.IsCompletedSuccessfully)
            await SessionEnd.AbandonAsync(await session.ConfigureAwait(false)).ConfigureAwait(false);
    }
}
