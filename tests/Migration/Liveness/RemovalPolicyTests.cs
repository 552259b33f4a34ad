using ActorMigrate.Migration.Liveness;

namespace ActorMigrate.Migration.Tests.Liveness;

public sealed class RemovalPolicyTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly NodeId Self = new(Guid.NewGuid());
    private static readonly NodeId One = new(Guid.NewGuid());
    private static readonly NodeId Two = new(Guid.NewGuid());

    [Fact]
    public void A_node_that_was_a_member_and_is_none_is_removed_at_the_second_look()
    {
        var gone = new NodeStanding(One, IsMember: false, HasJoined: true, TimeSpan.Zero);

        var (absent, removed) = RemovalPolicy.Look(new HashSet<NodeId>(), [gone], Self);
        Assert.Equal([One], absent);
        Assert.Empty(removed);

        (absent, removed) = RemovalPolicy.Look(absent, [gone], Self);
        Assert.Equal([One], absent);
        Assert.Equal([One], removed);
    }

    [Fact]
    public void A_node_that_is_seen_in_between_is_missed_anew()
    {
        var gone = new NodeStanding(One, IsMember: false, HasJoined: true, TimeSpan.Zero);
        var (absent, _) = RemovalPolicy.Look(new HashSet<NodeId>(), [gone], Self);

        (absent, _) = RemovalPolicy.Look(absent, [gone with { IsMember = true }], Self);
        Assert.Empty(absent);

        (_, var removed) = RemovalPolicy.Look(absent, [gone], Self);
        Assert.Empty(removed);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void A_node_that_has_registered_has_a_minute_to_become_a_member(int seconds, bool isRemoved)
    {
        var joining = new NodeStanding(One, IsMember: false, HasJoined: false, TimeSpan.FromSeconds(seconds));

        var (_, removed) = RemovalPolicy.Look(new HashSet<NodeId> { One }, [joining], Self);

        Assert.Equal(isRemoved, removed.Contains(One));
    }

    [Fact]
    public void The_coordinator_does_not_remove_itself_nor_members()
    {
        var nodes = new[]
        {
            new NodeStanding(Self, IsMember: false, HasJoined: true, TimeSpan.FromDays(1)),
            new NodeStanding(One, IsMember: true, HasJoined: false, TimeSpan.FromDays(1)),
        };

        var (absent, removed) = RemovalPolicy.Look(new HashSet<NodeId> { Self, One }, nodes, Self);

        Assert.Empty(absent);
        Assert.Empty(removed);
    }

    [Fact]
    public void A_node_whose_row_has_ended_is_nobody_s_concern()
    {
        var (absent, removed) = RemovalPolicy.Look(new HashSet<NodeId> { One }, [], Self);

        Assert.Empty(absent);
        Assert.Empty(removed);
    }

    [Theory]
    [InlineData(0, 20, false)]
    [InlineData(0, 20.1, true)]
    [InlineData(9.9, 60, true)]
    [InlineData(10, 60, false)]
    public void A_node_is_cut_off_when_it_is_silent_for_two_leases_while_the_coordinator_is_heard(double own, double silence, bool isCutOff)
    {
        var nodes = new[] { Reach(Self, own), Reach(One, silence), Reach(Two, 1) };

        Assert.Equal(isCutOff ? [One] : [], RemovalPolicy.CutOff(Self, nodes, Lease));
    }

    [Theory]
    [InlineData(20.1, 9.9, true)]
    [InlineData(20, 0, false)]
    [InlineData(60, 10, false)]
    [InlineData(0, 0, false)]
    public void The_coordinator_steps_down_when_it_is_silent_for_two_leases_and_another_is_heard(
        double own, double other, bool stepsDown) =>
        Assert.Equal(stepsDown, RemovalPolicy.StepsDown(Self, [Reach(Self, own), Reach(One, other)], Lease));

    [Fact]
    public void While_the_target_is_away_for_all_nobody_is_taken_out()
    {
        var nodes = new[] { Reach(Self, 300), Reach(One, 300), Reach(Two, 300) };

        Assert.Empty(RemovalPolicy.CutOff(Self, nodes, Lease));
        Assert.False(RemovalPolicy.StepsDown(Self, nodes, Lease));
    }

    [Fact]
    public void Never_is_a_node_taken_out_by_a_coordinator_that_steps_down()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var nodes = new[] { Reach(Self, random.Next(60)), Reach(One, random.Next(60)), Reach(Two, random.Next(60)) };

            Assert.False(RemovalPolicy.StepsDown(Self, nodes, Lease) && RemovalPolicy.CutOff(Self, nodes, Lease).Count > 0);
            Assert.DoesNotContain(Self, RemovalPolicy.CutOff(Self, nodes, Lease));
        }
    }

    [Fact]
    public void A_coordinator_that_takes_no_work_and_so_tells_no_reach_counts_as_heard()
    {
        Assert.Equal([One], RemovalPolicy.CutOff(Self, [Reach(One, 30)], Lease));
        Assert.False(RemovalPolicy.StepsDown(Self, [Reach(One, 0)], Lease));
    }

    private static NodeReach Reach(NodeId node, double silence) => new(node, TimeSpan.FromSeconds(silence));
}
