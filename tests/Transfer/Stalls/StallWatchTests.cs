using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using ActorMigrate.Transfer.Stalls;

namespace ActorMigrate.Transfer.Tests.Stalls;

/// <summary>The looks at a statement's backends that are worth a notice.</summary>
public sealed class StallWatchTests
{
    private static readonly Standstill InServer = new(HeldUp: false, "backend 1 of the target is active and waits for LWLock/WALInsert")
        { AwaitsServer = true };

    private static readonly Standstill AtWork = new(HeldUp: false, "backend 1 of the target is active");

    [Fact]
    public void A_statement_that_waits_within_the_server_is_told_when_two_looks_in_a_row_have_seen_that()
    {
        var watch = new StallWatch(copies: false, TimeSpan.FromMinutes(1), new ManualTime());

        Assert.False(watch.Looked(InServer));
        Assert.False(watch.Looked(AtWork));
        Assert.False(watch.Looked(InServer));
        Assert.True(watch.Looked(InServer));
        Assert.False(watch.Looked(InServer));
    }

    [Fact]
    public void A_build_of_an_index_is_told_when_it_is_no_further_than_at_the_look_before()
    {
        var watch = new StallWatch(copies: false, TimeSpan.FromMinutes(1), new ManualTime());

        Assert.False(watch.Looked(AtWork with { Progress = "block 1" }));
        Assert.False(watch.Looked(AtWork with { Progress = "block 2" }));
        Assert.True(watch.Looked(AtWork with { Progress = "block 2" }));
        Assert.False(watch.Looked(AtWork));
        Assert.False(watch.Looked(AtWork));
    }

    [Fact]
    public void A_statement_whose_backend_is_idle_at_two_looks_in_a_row_is_told_and_given_up_in_the_end()
    {
        var time = new ManualTime();
        var watch = new StallWatch(copies: false, TimeSpan.FromMinutes(1), time);
        var unheard = new Standstill(HeldUp: false, "backend 1 of the target is idle in transaction") { IsUnheard = true };

        Assert.False(watch.Looked(unheard));
        Assert.False(watch.Looked(AtWork));
        Assert.False(watch.Looked(unheard));
        Assert.True(watch.Looked(unheard));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(watch.IsStalled);
        watch.Looked(AtWork);
        Assert.False(watch.IsStalled);
    }

    [Fact]
    public async Task An_attempt_whose_sessions_are_still_opened_says_so()
    {
        var look = new StandstillLook((_, _) => throw new NotSupportedException(), (_, _) => throw new NotSupportedException());

        var seen = await look.AtAsync(new Dictionary<Side, int>(), default);

        Assert.Equal(("its sessions are being opened", true), (seen.Words, seen.IsUnheard));
    }
}
