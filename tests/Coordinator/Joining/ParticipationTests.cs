using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Coordinator.Tests.Joining;

/// <summary>The state diagram at the head of <see cref="Participation"/>, arrow by arrow.</summary>
public sealed class ParticipationTests
{
    private static readonly Failure Disk = new(FailureClass.Fatal, "53100", "could not extend file");
    private static readonly Failure NoLedger = new(FailureClass.Permanent, "42P01", "relation \"actormigrate.task\" does not exist");
    private static readonly ParticipationCommand StopNode = new ParticipationCommand.StopNode();
    private static readonly ParticipationCommand StepDown = new ParticipationCommand.StepDown();

    public static TheoryData<ParticipationRole> Roles => [.. Enum.GetValues<ParticipationRole>()];

    public static TheoryData<ParticipationRole> RolesBelowTheLead => [ParticipationRole.Following, ParticipationRole.TakingOver];

    [Fact]
    public void An_elected_process_takes_over_and_leads_once_the_ledger_says_so()
    {
        var elected = Next(ParticipationState.Initial, new ParticipationEvent.Elected());
        var leading = Next(elected, new ParticipationEvent.Leads());

        Assert.Equal(ParticipationRole.TakingOver, elected.Role);
        Assert.Equal(ParticipationRole.Leading, leading.Role);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_process_whose_coordinator_has_ended_follows(ParticipationRole role) =>
        Assert.Equal(ParticipationState.Initial, Next(In(role), new ParticipationEvent.HandedOver()));

    [Fact]
    public void A_leader_that_is_alone_and_asked_to_stop_stops_the_run()
    {
        var (state, commands) = Participation.Decide(In(ParticipationRole.Leading), new ParticipationEvent.StopAsked(OthersLive: false));

        Assert.Equal(In(ParticipationRole.Leading), state);
        Assert.Equal([new ParticipationCommand.StopTheRun()], commands);
    }

    [Theory]
    [InlineData(ParticipationRole.Leading, true)]
    [InlineData(ParticipationRole.TakingOver, true)]
    [InlineData(ParticipationRole.TakingOver, false)]
    [InlineData(ParticipationRole.Following, true)]
    [InlineData(ParticipationRole.Following, false)]
    public void A_process_that_is_asked_to_stop_leaves_while_others_can_go_on(ParticipationRole role, bool othersLive) => AssertLeaves(
        role, new ParticipationEvent.StopAsked(othersLive),
        new Departure.Asked(Coordinated: role == ParticipationRole.Leading, othersLive));

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_drained_process_leaves_while_others_can_go_on_and_stays_while_it_is_alone(ParticipationRole role)
    {
        AssertLeaves(role, new ParticipationEvent.NodeDrained(OthersLive: true, IsWorker: true), new Departure.Drained(IsWorker: true));
        Assert.Equal(In(role), Next(In(role), new ParticipationEvent.NodeDrained(OthersLive: false, IsWorker: true)));
    }

    [Fact]
    public void The_node_of_a_leader_that_broke_fails_the_run()
    {
        var (state, commands) = Participation.Decide(In(ParticipationRole.Leading), new ParticipationEvent.NodeBroke(Disk, WasAway: false));

        Assert.Null(state.Leaving);
        Assert.Equal([new ParticipationCommand.FailTheRun(Disk)], commands);
    }

    [Theory]
    [MemberData(nameof(RolesBelowTheLead))]
    public void A_follower_whose_node_broke_leaves(ParticipationRole role)
    {
        AssertLeaves(role, new ParticipationEvent.NodeBroke(Disk, WasAway: false), new Departure.Broke(Disk));
        AssertLeaves(role, new ParticipationEvent.NodeBroke(NoLedger, WasAway: true), new Departure.LedgerDropped(WasAway: true));
    }

    [Theory]
    [MemberData(nameof(RolesBelowTheLead))]
    public void A_follower_leaves_when_the_migration_is_over_or_its_ledger_gone(ParticipationRole role)
    {
        AssertLeaves(role, new ParticipationEvent.MigrationOver(Outcome.Succeeded), new Departure.Over(Outcome.Succeeded));
        AssertLeaves(role, new ParticipationEvent.LedgerLost(WasAway: true), new Departure.LedgerDropped(WasAway: true));
    }

    [Fact]
    public void A_leader_ends_with_its_run_and_not_by_what_the_ledger_says()
    {
        AssertNothing(In(ParticipationRole.Leading), new ParticipationEvent.MigrationOver(Outcome.Succeeded));
        AssertNothing(In(ParticipationRole.Leading), new ParticipationEvent.LedgerLost(WasAway: false));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_process_that_was_replaced_leaves_whatever_it_does(ParticipationRole role)
    {
        var cause = new NodeLostException();
        AssertLeaves(role, new ParticipationEvent.Replaced(cause), new Departure.Replaced(cause));
    }

    [Fact]
    public void The_node_stops_at_the_end_of_a_run_and_its_coordinator_hears_it()
    {
        var (state, commands) = Participation.Decide(In(ParticipationRole.Leading), new ParticipationEvent.NodeStopWanted());
        Assert.Equal([StopNode], commands);

        (state, commands) = Participation.Decide(state, new ParticipationEvent.NodeStopped(3));
        Assert.Equal([new ParticipationCommand.TellNodesStopped()], commands);
        Assert.Null(state.Leaving);
    }

    [Fact]
    public void A_node_that_stops_while_nobody_asked_is_no_news_to_a_follower() =>
        AssertNothing(ParticipationState.Initial, new ParticipationEvent.NodeStopped(0));

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_process_that_leaves_leaves_once(ParticipationRole role)
    {
        var why = new Departure.Replaced(new NodeLostException());
        var leaving = In(role) with { Leaving = why };
        foreach (var late in Everything().Where(happened => happened is not ParticipationEvent.NodeStopped))
            AssertNothing(leaving, late);

        var (over, commands) = Participation.Decide(leaving, new ParticipationEvent.NodeStopped(2));
        Assert.Equal([new ParticipationCommand.Depart(why, 2)], commands);

        foreach (var late in Everything())
            AssertNothing(over, late);
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_a_process_departs_at_most_once_and_only_after_its_node_was_stopped()
    {
        var random = new Random(7);
        var all = Everything().ToList();
        for (var run = 0; run < 5000; run++)
        {
            var state = ParticipationState.Initial;
            var done = new List<ParticipationCommand>();
            for (var step = 0; step < 12; step++)
            {
                (state, var commands) = Participation.Decide(state, all[random.Next(all.Count)]);
                done.AddRange(commands);
            }

            Assert.True(done.OfType<ParticipationCommand.Depart>().Count() <= 1);
            Assert.True(done.OfType<ParticipationCommand.StepDown>().Count() <= 1);
            if (done.FindIndex(command => command is ParticipationCommand.Depart) is >= 0 and var departs)
                Assert.Contains(StopNode, done[..departs]);
        }
    }

    private static IEnumerable<ParticipationEvent> Everything() =>
    [
        new ParticipationEvent.Elected(), new ParticipationEvent.Leads(), new ParticipationEvent.HandedOver(),
        new ParticipationEvent.StopAsked(true),
        new ParticipationEvent.StopAsked(false), new ParticipationEvent.NodeBroke(Disk, false),
        new ParticipationEvent.MigrationOver(Outcome.Succeeded),
        new ParticipationEvent.LedgerLost(true), new ParticipationEvent.Replaced(new NodeLostException()),
        new ParticipationEvent.NodeStopWanted(),
        new ParticipationEvent.NodeStopped(1),
    ];

    private static ParticipationState In(ParticipationRole role) => ParticipationState.Initial with { Role = role };

    private static ParticipationState Next(ParticipationState state, ParticipationEvent happened)
    {
        var (next, commands) = Participation.Decide(state, happened);
        Assert.Empty(commands);
        return next;
    }

    private static void AssertNothing(ParticipationState state, ParticipationEvent happened) => Assert.Equal(state, Next(state, happened));

    private static void AssertLeaves(ParticipationRole role, ParticipationEvent happened, Departure why)
    {
        var (state, commands) = Participation.Decide(In(role), happened);

        Assert.Equal(why, state.Leaving);
        Assert.Equal(role == ParticipationRole.Following ? [StopNode] : [StepDown, StopNode], commands);
    }
}
