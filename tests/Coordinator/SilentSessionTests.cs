using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests;

public sealed class SilentSessionTests
{
    [Fact]
    public async Task A_session_whose_answer_never_comes_is_given_up_for_another_one()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        var time = new ManualTime();
        await using var session = new LedgerSession(crew.Request.Target, SessionPurpose.Control) { Time = time };
        var ledger = new SnapshotLedger(session, crew.Migration);
        await ledger.RecordAsync(crew.Coordinator, ["1"], default);
        await using var frozen = await FrozenBackends.FreezeAsync(crew);

        var recording = ledger.RecordAsync(crew.Coordinator, ["2"], default);
        await Assert.ThrowsAsync<TimeoutException>(() => PassedAsync(time, recording));

        await ledger.RecordAsync(crew.Coordinator, ["3"], default);
        Assert.Equal(["3"], await ledger.LivingAsync(default));
    }

    [Fact]
    public async Task The_ids_of_the_snapshots_holders_are_written_again_after_a_session_with_the_ledger_has_fallen_silent()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        var time = new ManualTime();
        await using var session = new LedgerSession(crew.Request.Target, SessionPurpose.Control) { Time = time };
        await using var source = new Database(ServerConnection.Parse(crew.Uri, "source", new ConnectionEnvironment()), Side.Source);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, default);
        using var record = await SnapshotRecord.KeepAsync(
            snapshot, new SnapshotLedger(session, crew.Migration), crew.Coordinator, time, default);
        await using (await FrozenBackends.FreezeAsync(crew))
        {
            await crew.ExecuteAsync("DELETE FROM actormigrate.snapshot");
            record.WriteAgain();

            // The silent session is given up, and the next try has all the time that it needs.
            await time.PassAsync(Timeouts.LedgerAnswer);
            await time.PassAsync(SnapshotRecord.AgainAfter);
            await Eventually.TrueAsync(
                async () => await crew.ScalarAsync<long>("SELECT count(*) FROM actormigrate.snapshot") == snapshot.Ids.Count);
        }
    }

    [Fact]
    public async Task A_session_is_closed_within_its_time_although_a_call_is_not_answered()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        var time = new ManualTime();
        var session = new LedgerSession(crew.Request.Target, SessionPurpose.Control) { Time = time };
        var ledger = new SnapshotLedger(session, crew.Migration);
        await ledger.RecordAsync(crew.Coordinator, ["1"], default);
        await using (await FrozenBackends.FreezeAsync(crew))
        {
            var asking = ledger.LivingAsync(default);

            var closing = session.DisposeAsync().AsTask();
            await time.WhenAwaitedAsync();
            time.Advance(Timeouts.Cancellation);

            await closing.WaitAsync(Eventually.Patience);
            Assert.False(asking.IsCompleted);
        }
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("prefer")]
    public async Task A_server_that_takes_connections_in_and_answers_nothing_is_not_waited_for_without_end(string tls)
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        await using var target = new Database(
            ServerConnection.Parse($"{crew.Uri}?sslmode={tls}", "target", new ConnectionEnvironment()), Side.Target);
        var time = new ManualTime();
        await using var session = new LedgerSession(target, SessionPurpose.Control) { Time = time };
        var ledger = new SnapshotLedger(session, crew.Migration);
        Assert.Empty(await ledger.LivingAsync(default));
        using (FrozenServer.Freeze(server))
        {
            await Assert.ThrowsAsync<TimeoutException>(() => PassedAsync(time, ledger.LivingAsync(default)));
            await Assert.ThrowsAnyAsync<Exception>(() => PassedAsync(time, ledger.LivingAsync(default)));
        }

        Assert.Empty(await ledger.LivingAsync(default));
    }

    /// <summary>Moves the clock beyond the wait for an answer.</summary>
    private static async Task PassedAsync(ManualTime time, Task asking)
    {
        await time.WhenAwaitedAsync();
        await Task.Run(() => time.Advance(Timeouts.LedgerAnswer)).WaitAsync(Eventually.Patience);
        await asking.WaitAsync(Eventually.Patience);
    }
}
