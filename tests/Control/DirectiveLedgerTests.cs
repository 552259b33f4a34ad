using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;

namespace ActorMigrate.Control.Tests;

public sealed class DirectiveLedgerTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());
    private static readonly NodeId Left = new(Guid.NewGuid());

    [Fact]
    public async Task A_directive_is_kept_with_who_gave_it_and_when_until_the_coordinator_has_acted_on_it()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var directives = new DirectiveLedger(ledger.Session, ledger.Id);
        var set = new DirectiveDraft(DirectiveVerb.Set, "one", 3, 2, 4096);

        var first = await directives.AddAsync(set, null, default);
        var second = await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Drain, "one"), Node, default);
        var given = (await directives.ReadAsync(default)).Given;

        Assert.Equal([first, second], given.Select(one => (long?)one.Id));
        Assert.Equal((set, await ledger.ScalarAsync<string>("SELECT session_user::text")), (given[0].What, given[0].By));
        Assert.Equal((Node, null), (given[1].NodeId, given[1].TakenAt));
        Assert.False(await directives.IsTakenAsync(first!.Value, default));
        await directives.TakeAsync(ledger.Term with { Term = 2 }, [first.Value], default);
        Assert.False(await directives.IsTakenAsync(first.Value, default));
        await directives.TakeAsync(ledger.Term, [first.Value], default);
        Assert.True(await directives.IsTakenAsync(first.Value, default));
        Assert.False(await directives.IsTakenAsync(second!.Value, default));
    }

    [Fact]
    public async Task A_migration_that_has_ended_takes_no_directive_and_a_ledger_that_is_gone_knows_none()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var directives = new DirectiveLedger(ledger.Session, ledger.Id);
        await ledger.ScalarAsync<object>("UPDATE actormigrate.migration SET outcome = 'Stopped'");

        Assert.Null(await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Pause), null, default));
        Assert.Equal("Stopped", (await directives.LookAsync(default)).Outcome);
        await ledger.ScalarAsync<object>("DROP SCHEMA actormigrate CASCADE");
        Assert.Null(await directives.IsTakenAsync(1, default));
    }

    [Fact]
    public async Task Slots_are_set_in_the_row_of_a_living_node_by_the_coordinator_of_the_term_alone()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var directives = new DirectiveLedger(ledger.Session, ledger.Id);
        await ledger.JoinAsync(Node, "one", copySlots: 2);
        await ledger.JoinAsync(Left, "two", copySlots: 2);
        await ledger.Nodes.LeaveAsync(Left, default);

        await directives.SetSlotsAsync(ledger.Term with { Term = 2 }, Node, (7, 7), (10, 20), default);
        Assert.Equal([new SteeredNode(Node, "one", 2, 1)], await directives.LivingAsync(default));
        await directives.SetSlotsAsync(ledger.Term, Node, (5, 3), (10, 20), default);
        await directives.SetSlotsAsync(ledger.Term, Left, (5, 3), (10, 20), default);

        Assert.Equal([new SteeredNode(Node, "one", 5, 3)], await directives.LivingAsync(default));
        Assert.Equal([new Reservation(Node, 10, 20)], await ledger.Nodes.ReservationsAsync(default));
        Assert.Equal(2, await ledger.ScalarAsync<int>("SELECT copy_slots FROM actormigrate.node WHERE name = 'two'"));
    }

    [Fact]
    public async Task A_node_that_is_silent_for_its_lease_carries_nothing_out()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var directives = new DirectiveLedger(ledger.Session, ledger.Id);
        await ledger.JoinAsync(Node, "one");
        await ledger.JoinAsync(Left, "silent");
        await ledger.ScalarAsync<object>(
            "UPDATE actormigrate.node SET heartbeat_at = heartbeat_at - interval '1 day' WHERE name = 'silent'");

        Assert.Equal("one", Assert.Single((await directives.LookAsync(default)).Living).Name);
    }
}
