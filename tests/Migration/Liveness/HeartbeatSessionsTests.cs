using ActorMigrate.Migration.Liveness;

namespace ActorMigrate.Migration.Tests.Liveness;

public sealed class HeartbeatSessionsTests
{
    private static readonly NodeId One = new(Guid.NewGuid());
    private static readonly NodeId Two = new(Guid.NewGuid());
    private static readonly DateTime First = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_node_that_two_looks_in_a_row_miss_has_ended()
    {
        var once = HeartbeatSessions.None.Look(First, Seen(One, Two)).Look(First, Missed(One, Two));
        Assert.Empty(once.Ended);

        Assert.Equal([One], once.Look(First, [.. Missed(One), .. Seen(Two)]).Ended);
    }

    [Fact]
    public void A_node_that_is_seen_again_in_between_lives() => Assert.Empty(
        HeartbeatSessions.None.Look(First, Seen(One)).Look(First, Missed(One)).Look(First, Seen(One)).Look(First, Missed(One)).Ended);

    [Fact]
    public void A_node_whose_session_was_never_seen_may_live() => Assert.Empty(
        HeartbeatSessions.None.Look(First, Missed(One)).Look(First, Missed(One)).Look(First, Missed(One)).Ended);

    [Fact]
    public void Looks_through_another_session_prove_nothing_about_what_was_seen_before()
    {
        var seen = HeartbeatSessions.None.Look(First, Seen(One)).Look(First, Missed(One));
        var after = First.AddTicks(10);

        Assert.Empty(seen.Look(after, Missed(One)).Ended);
        Assert.Empty(seen.Look(after, Missed(One)).Look(after, Missed(One)).Look(after, Missed(One)).Ended);
        Assert.Equal([One], seen.Look(after, Seen(One)).Look(after, Missed(One)).Look(after, Missed(One)).Ended);
    }

    [Fact]
    public void A_node_that_the_ledger_shows_no_more_is_forgotten()
    {
        var gone = HeartbeatSessions.None.Look(First, Seen(One)).Look(First, Missed(One)).Look(First, []);

        Assert.Empty(gone.Look(First, Missed(One)).Look(First, Missed(One)).Ended);
    }

    private static IEnumerable<NodeSession> Seen(params NodeId[] nodes) => nodes.Select(node => new NodeSession(node, HasSession: true));

    private static IEnumerable<NodeSession> Missed(params NodeId[] nodes) => nodes.Select(node => new NodeSession(node, HasSession: false));
}
