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
}
