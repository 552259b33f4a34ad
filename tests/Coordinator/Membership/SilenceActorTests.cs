using System.Data;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Npgsql;

namespace ActorMigrate.Coordinator.Tests.Membership;

/// <summary>A session with the ledger whose backend is paused, while all others are answered, and what is told of it.</summary>
public sealed class SilenceActorTests : TestKit
{
    [Fact]
    public async Task A_session_that_is_not_answered_is_named_with_what_it_waits_for_and_its_next_answer_is_told()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        var ledger = new SnapshotLedger(crew.Ledger, crew.Migration);
        await ledger.RecordAsync(crew.Coordinator, ["1"], default);
        Task asked;
        await using (await FrozenBackends.FreezeAsync(crew))
        {
            asked = ledger.LivingAsync(default);
            Watch(crew.Request.Target);

            var silent = await ExpectMsgAsync<string>(Eventually.Patience);
            Assert.Matches(
                @"^The target has not answered for \d+ s: backend \d+ \(actormigrate control\) is \w+ and waits for Client/ClientRead\.",
                silent);
            Assert.Contains("kill -CONT", silent, StringComparison.Ordinal);
        }

        await asked;
        Assert.Equal("The target answers again.", await ExpectMsgAsync<string>(Eventually.Patience));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_looks_at_the_source_is_named_when_it_is_not_answered(bool byActor)
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = new Database(Of(server), Side.Source);
        await using var session = await source.OpenAsync(SessionPurpose.Catalog, default);
        await using var command = new NpgsqlCommand("SELECT 1", session);
        await using var watch = byActor ? null : SilenceWatch.Begin(SetupOf(source));
        if (byActor)
            Watch(source);
        Task asked;
        await using (await FrozenBackends.FreezeAsync([session.ProcessID]))
        {
            asked = command.ExecuteScalarAsync();

            Assert.Matches(
                $@"^The source has not answered for \d+ s: backend {session.ProcessID} \(actormigrate catalog\) is idle\b",
                await ExpectMsgAsync<string>(Eventually.Patience));
        }

        await asked;
        Assert.Equal("The source answers again.", await ExpectMsgAsync<string>(Eventually.Patience));
    }

    [Fact]
    public async Task A_session_that_answers_one_question_after_the_other_is_not_late()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = new Database(Of(server), Side.Source);
        await using var session = await source.OpenAsync(SessionPurpose.Catalog, default);
        var awaited = new AwaitedAnswer(session.ProcessID, TimeSpan.FromHours(1)) { MayBeMany = true };

        await using (var command = new NpgsqlCommand("SELECT 1", session))
            await command.ExecuteScalarAsync();

        Assert.Null(await SilentSessions.WordsAsync(source, [awaited], Eventually.Patience, TimeProvider.System));
        Assert.NotNull(await SilentSessions.WordsAsync(source, [awaited], TimeSpan.Zero, TimeProvider.System));
    }

    private static ServerConnection Of(LocalServer server) => ServerConnection.Parse(server.Uri, "source", new ConnectionEnvironment());

    private void Watch(Database server)
    {
        var setup = SetupOf(server);
        Sys.ActorOf(Props.Create(() => new SilenceActor(setup)));
    }

    private SilenceSetup SetupOf(Database server)
    {
        var told = TestActor;
        return new SilenceSetup(server, TimeProvider.System, words => told.Tell(words)) { After = TimeSpan.FromMilliseconds(50) };
    }

    [Fact]
    public void A_session_is_attended_to_while_it_is_busy_and_until_it_is_closed()
    {
        var (time, state) = (new ManualTime(), ConnectionState.Open);
        var watch = new AnswerWatch(time);
        watch.Attend(1, () => state);
        Assert.Empty(watch.Over(TimeSpan.Zero));

        state |= ConnectionState.Executing;
        Assert.Empty(watch.Over(TimeSpan.Zero));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            new AwaitedAnswer(1, TimeSpan.FromSeconds(2)) { MayBeMany = true }, Assert.Single(watch.Over(TimeSpan.FromSeconds(1))));

        state = ConnectionState.Open;
        Assert.Empty(watch.Over(TimeSpan.Zero));
        Assert.True(watch.TakeLate(TimeSpan.FromSeconds(1)));
        state = ConnectionState.Closed;
        watch.Over(TimeSpan.Zero);
        state = ConnectionState.Open | ConnectionState.Executing;
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(watch.Over(TimeSpan.Zero));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(watch.Over(TimeSpan.Zero));
    }

    [Fact]
    public void An_answer_counts_as_awaited_until_it_has_come()
    {
        var time = new ManualTime();
        var watch = new AnswerWatch(time);
        using var first = watch.Await(1);
        time.Advance(TimeSpan.FromSeconds(2));
        var second = watch.Await(null);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([1, null], watch.Over(TimeSpan.FromSeconds(1)).Select(one => one.Backend));
        Assert.Equal(1, Assert.Single(watch.Over(TimeSpan.FromSeconds(3))).Backend);
        second.Dispose();
        Assert.Single(watch.Over(TimeSpan.Zero));
        Assert.False(watch.TakeLate(TimeSpan.Zero));
        first.Answered();
        Assert.True(watch.TakeLate(TimeSpan.FromSeconds(3)));
        Assert.False(watch.TakeLate(TimeSpan.Zero));
    }
}
