using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.Snapshot;

public sealed class KeptSessionsTests
{
    [Fact]
    public async Task A_session_that_was_opened_ahead_serves_the_first_work()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var target = database.As(Side.Target);
        var opened = new List<NpgsqlConnection>();
        await using var sessions = Kept(target, opened);

        await sessions.OpenAheadAsync();
        var used = await sessions.UseAsync(Task.FromResult, default);

        Assert.Same(Assert.Single(opened), used);
    }

    [Fact]
    public async Task A_failure_to_open_ahead_is_told_by_the_work_that_needs_the_session()
    {
        var tries = 0;
        await using var sessions = new KeptSessions(
            (_, _) => Task.FromException<NpgsqlConnection>(new IOException($"try {++tries}")), SessionPurpose.Schema, TimeProvider.System);

        await sessions.OpenAheadAsync();
        var told = await Assert.ThrowsAsync<IOException>(() => sessions.UseAsync(_ => Task.FromResult(0), default));

        Assert.Equal("try 2", told.Message);
    }

    [Fact]
    public async Task A_session_that_opens_after_the_end_is_closed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var target = database.As(Side.Target);
        var opened = new List<NpgsqlConnection>();
        var mayOpen = new TaskCompletionSource();
        var sessions = new KeptSessions(
            async (purpose, _) =>
            {
                await mayOpen.Task;
                var session = await target.OpenAsync(purpose, default);
                opened.Add(session);
                return session;
            },
            SessionPurpose.Schema, TimeProvider.System);

        var opening = sessions.OpenAheadAsync();
        await sessions.DisposeAsync();
        mayOpen.SetResult();
        await opening;

        Assert.Equal(System.Data.ConnectionState.Closed, Assert.Single(opened).FullState);
    }

    private static KeptSessions Kept(Database target, List<NpgsqlConnection> opened) => new(
        async (purpose, stop) =>
        {
            var session = await target.OpenAsync(purpose, stop);
            opened.Add(session);
            return session;
        },
        SessionPurpose.Schema, TimeProvider.System);
}
