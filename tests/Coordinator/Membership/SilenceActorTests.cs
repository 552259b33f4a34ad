using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Coordinator.Tests.Membership;

/// <summary>A session with the ledger whose backend is paused, while all others are answered.</summary>
public sealed class SilenceActorTests : TestKit
{
    [Fact]
    public async Task A_session_that_is_not_answered_is_named_with_what_it_waits_for_and_its_next_answer_is_told()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        var ledger = new SnapshotLedger(crew.Ledger, crew.Migration);
        await ledger.RecordAsync(crew.Coordinator, ["1"], default);
        Sys.EventStream.Subscribe(TestActor, typeof(CoordinatorEvent.Noticed));
        Task asked;
        await using (await FrozenBackends.FreezeAsync(crew))
        {
            asked = ledger.LivingAsync(default);
            var setup = new SilenceSetup(crew.Request.Target, TimeProvider.System) { After = TimeSpan.FromMilliseconds(50) };
            Sys.ActorOf(Props.Create(() => new SilenceActor(setup)));

            var silent = await ExpectMsgAsync<CoordinatorEvent.Noticed>(Eventually.Patience);
            Assert.Matches(
                @"^The target has not answered for \d+ s: backend \d+ \(actormigrate control\) is \w+ and waits for Client/ClientRead\.",
                silent.Message);
            Assert.Contains("kill -CONT", silent.Message, StringComparison.Ordinal);
        }

        await asked;
        Assert.Equal("The target answers again.", (await ExpectMsgAsync<CoordinatorEvent.Noticed>(Eventually.Patience)).Message);
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
