using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Migration.Tests.Directing;

public sealed class SteeringTests
{
    private static readonly SteeredNode One = new(new NodeId(Guid.NewGuid()), "one", 4, 2);
    private static readonly SteeredNode Two = new(new NodeId(Guid.NewGuid()), "two", 4, 2);
    private static readonly SteeredNode Idle = new(new NodeId(Guid.NewGuid()), "idle", 0, 0);

    private static readonly DirectiveDraft Pause = new(DirectiveVerb.Pause);
    private static readonly DirectiveDraft Continue = new(DirectiveVerb.Continue);
    private static readonly DirectiveDraft Stop = new(DirectiveVerb.Stop);

    private static Steering Of(params DirectiveDraft[] drafts) => new(
        [.. drafts.Select((draft, i) => new RunDirective(
            i + 1, draft, draft.Verb == DirectiveVerb.Drain ? One.Id : null, $"role {i + 1}", DateTime.UnixEpoch, null))]);

    [Fact]
    public void Without_a_directive_every_node_works_as_it_was_started()
    {
        Assert.Equal(NodeOrders.None, Steering.None.For(One));
        Assert.True(Steering.None.Grants(One.Id));
    }

    [Fact]
    public void The_later_one_of_pause_and_continue_holds()
    {
        Assert.Equal(1, Of(Pause).Pause!.Id);
        Assert.False(Of(Pause).Grants(One.Id));
        Assert.Null(Of(Pause, Continue).Pause);
        Assert.Equal("role 3", Of(Pause, Continue, Pause).For(One).By);
        Assert.True(Of(Pause, Continue, Pause).For(One).IsPaused);
    }

    [Fact]
    public void A_stop_holds_for_every_coordinator_until_the_migration_is_continued()
    {
        Assert.NotNull(Of(Stop, Pause).Stop);
        Assert.False(Of(Stop).Grants(One.Id));
        Assert.Null(Of(Pause, Stop, Continue).Stop);
        Assert.Null(Of(Pause, Stop, Continue).Pause);
    }

    [Fact]
    public void A_drain_concerns_one_node_and_none_that_has_its_name_later()
    {
        var drained = Of(new DirectiveDraft(DirectiveVerb.Drain, "one"));
        var namesake = One with { Id = new NodeId(Guid.NewGuid()) };

        Assert.True(drained.For(One).IsDrained);
        Assert.Equal((false, true, true), (drained.Grants(One.Id), drained.Grants(Two.Id), drained.Grants(namesake.Id)));
        Assert.Equal(NodeOrders.None, drained.For(namesake));
        Assert.Equal(NodeOrders.None, drained.For(Two));
    }

    [Fact]
    public void The_rate_of_all_nodes_is_the_one_that_was_set_last_without_a_node()
    {
        var ofOne = new DirectiveDraft(DirectiveVerb.Set, "one", MaxRate: 7);
        var slots = new DirectiveDraft(DirectiveVerb.Set, CopySlots: 2);

        Assert.Null(Of(ofOne, slots).TotalRate);
        Assert.Equal(9, Of(ofOne, new DirectiveDraft(DirectiveVerb.Set, MaxRate: 9), slots, Pause, ofOne).TotalRate);
        Assert.Equal(0, Of(new DirectiveDraft(DirectiveVerb.Set, MaxRate: 9), new DirectiveDraft(DirectiveVerb.Set, MaxRate: 0)).TotalRate);
    }

    [Fact]
    public void The_latest_setting_of_each_kind_wins_and_one_without_a_node_concerns_all()
    {
        var steering = Of(
            new DirectiveDraft(DirectiveVerb.Set, "one", CopySlots: 8, MaxRate: 100),
            new DirectiveDraft(DirectiveVerb.Set, null, CopySlots: 2, MaxRate: 1000),
            new DirectiveDraft(DirectiveVerb.Set, "one", IndexSlots: 3));

        Assert.Equal(new NodeOrders(false, false, 2, 3, 1000, 100, "role 3"), steering.For(One));
        Assert.Equal(new NodeOrders(false, false, 2, null, 1000, null, "role 2"), steering.For(Two));
    }

    [Fact]
    public void Slots_for_all_nodes_leave_one_as_it_is_that_takes_no_work()
    {
        Assert.Null(Of(new DirectiveDraft(DirectiveVerb.Set, null, CopySlots: 2)).For(Idle).CopySlots);
        Assert.Equal(2, Of(new DirectiveDraft(DirectiveVerb.Set, "idle", CopySlots: 2)).For(Idle).CopySlots);
    }

    [Fact]
    public void A_directive_that_nobody_could_carry_out_is_refused_and_names_the_nodes()
    {
        Assert.Contains("resume", Refused(Pause, []).Remedy, StringComparison.Ordinal);
        Assert.Contains("one, two", Refused(new DirectiveDraft(DirectiveVerb.Set, "three", CopySlots: 1), [One, Two]).Message,
            StringComparison.Ordinal);
        Assert.Equal(Two, DirectiveRules.Check(new DirectiveDraft(DirectiveVerb.Set, "two", CopySlots: 1), [One, Two], Steering.None));
        Assert.Null(DirectiveRules.Check(Pause, [One, Two], Steering.None));
    }

    [Fact]
    public void The_last_node_that_takes_tasks_is_not_drained()
    {
        var one = new DirectiveDraft(DirectiveVerb.Drain, "one");

        Assert.Contains("worker", Refused(one, [One]).Remedy, StringComparison.Ordinal);
        Assert.Contains(
            "two", Refused(new DirectiveDraft(DirectiveVerb.Drain, "two"), [One, Two], Of(one)).Message, StringComparison.Ordinal);
        Assert.Equal(One, DirectiveRules.Check(one, [One, Two], Steering.None));
    }

    private static RefusedException Refused(DirectiveDraft draft, SteeredNode[] living, Steering? inForce = null) =>
        Assert.Throws<RefusedException>(() => { DirectiveRules.Check(draft, living, inForce ?? Steering.None); });
}
