namespace ActorMigrate.Migration.Tests;

public class ReapPolicyTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly NodeId Node = new(Guid.NewGuid());

    [Fact]
    public void A_node_that_beats_within_its_lease_lives()
    {
        var (silences, dead) = Look(Silences.None, beat: 0, now: 10);
        Assert.Empty(dead);
        Assert.Empty(silences.Noticed);
    }

    [Fact]
    public void One_stale_look_buries_nobody_however_long_the_silence()
    {
        Assert.Empty(Look(Silences.None, beat: 0, now: 100_000).Dead);
    }

    [Fact]
    public void A_node_that_stays_silent_for_half_a_lease_after_it_was_noticed_is_dead()
    {
        var (noticed, _) = Look(Silences.None, beat: 0, now: 11);
        var (stillNoticed, tooEarly) = Look(noticed, beat: 0, now: 15.9);
        Assert.Empty(tooEarly);
        Assert.Equal([new HeartbeatSeen(Node, Start)], Look(stillNoticed, beat: 0, now: 16).Dead);
    }

    [Fact]
    public void A_single_beat_in_between_begins_the_count_afresh()
    {
        var (noticed, _) = Look(Silences.None, beat: 0, now: 11);
        var (again, dead) = Look(noticed, beat: 5, now: 16);
        Assert.Empty(dead);
        Assert.Equal(Start.AddSeconds(16), again.Noticed[Node].NoticedAt);
    }

    [Fact]
    public void A_node_that_beats_again_is_forgotten()
    {
        var (noticed, _) = Look(Silences.None, beat: 0, now: 11);
        Assert.Empty(Look(noticed, beat: 12, now: 13).Silences.Noticed);
    }

    [Fact]
    public void Nodes_are_judged_one_by_one()
    {
        var other = new NodeId(Guid.NewGuid());
        var (noticed, _) = ReapPolicy.Look(Silences.None, [Heart(Node, 0), Heart(other, 9)], Start.AddSeconds(12), Lease);
        var (_, dead) = ReapPolicy.Look(noticed, [Heart(Node, 0), Heart(other, 9)], Start.AddSeconds(20), Lease);
        Assert.Equal([Node], dead.Select(heart => heart.Node));
    }

    private static (Silences Silences, IReadOnlyList<HeartbeatSeen> Dead) Look(Silences before, double beat, double now) =>
        ReapPolicy.Look(before, [Heart(Node, beat)], Start.AddSeconds(now), Lease);

    private static HeartbeatSeen Heart(NodeId node, double at) => new(node, Start.AddSeconds(at));
}
