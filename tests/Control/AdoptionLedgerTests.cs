using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Control.Tests;

/// <summary>The rules on which node may coordinate next.</summary>
public sealed class AdoptionLedgerTests
{
    [Fact]
    public async Task Of_several_that_take_over_at_once_one_succeeds_and_the_former_coordinator_can_write_no_more()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(ledger.Coordinator, "the first");
        var beat = await ledger.HeartOfAsync(ledger.Coordinator);
        var sessions = Enumerable.Range(0, 4).Select(_ => new LedgerSession(ledger.Target, SessionPurpose.Lease)).ToList();

        var terms = await Task.WhenAll(sessions.Select(session =>
            new AdoptionLedger(session, ledger.Id).AdoptAsync(ledger.Term, beat, new NodeId(Guid.NewGuid()), reopen: false, default)));

        var heir = Assert.Single(terms, term => term is not null)!.Term;
        Assert.Equal(2, heir.Term);
        Assert.Equal(heir.Coordinator.Value, await ledger.ScalarAsync<Guid>("SELECT coordinator FROM actormigrate.migration"));
        Assert.False((await ledger.Nodes.BeatAsync(ledger.Coordinator, default))!.IsMember);
        await Assert.ThrowsAsync<CoordinatorReplacedException>(() => ledger.Migration.EnterPhaseAsync(Phase.Validate, default));
        await Assert.ThrowsAsync<CoordinatorReplacedException>(() => ledger.Plan.AddCopiesAsync(ledger.Term, [], default));
        await new MigrationLedger(ledger.Session, ledger.Id, heir.Coordinator, heir.Term)
            .EnterPhaseAsync(Phase.CreateTargetTables, default);
        foreach (var session in sessions)
            await session.DisposeAsync();
    }

    [Fact]
    public async Task A_coordinator_whose_heart_has_beaten_meanwhile_keeps_its_place()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(ledger.Coordinator, "the first");
        var beat = await ledger.HeartOfAsync(ledger.Coordinator);
        await ledger.Nodes.BeatAsync(ledger.Coordinator, default);
        var adoption = new AdoptionLedger(ledger.Session, ledger.Id);
        Assert.Null(await adoption.AdoptAsync(ledger.Term, beat, new NodeId(Guid.NewGuid()), reopen: false, default));
        Assert.Null(await adoption.AdoptAsync(ledger.Term, null, new NodeId(Guid.NewGuid()), reopen: false, default));
    }

    [Fact]
    public async Task The_place_of_a_coordinator_that_has_left_is_free_but_for_a_migration_that_has_ended()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(ledger.Coordinator, "the first");
        await ledger.Nodes.LeaveAsync(ledger.Coordinator, default);
        var adoption = new AdoptionLedger(ledger.Session, ledger.Id);
        var heir = (await adoption.AdoptAsync(ledger.Term, null, new NodeId(Guid.NewGuid()), reopen: false, default))!.Term;
        await new MigrationLedger(ledger.Session, ledger.Id, heir.Coordinator, heir.Term).EndAsync(Outcome.Stopped, default);
        Assert.Null(await adoption.AdoptAsync(heir, null, new NodeId(Guid.NewGuid()), reopen: false, default));
        Assert.NotNull(await adoption.AdoptAsync(heir, null, new NodeId(Guid.NewGuid()), reopen: true, default));
    }

    [Fact]
    public async Task The_elected_node_takes_the_next_term_and_ends_the_former_coordinator()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var heir = new NodeId(Guid.NewGuid());
        await ledger.JoinAsync(ledger.Coordinator, "the first");
        await ledger.JoinAsync(heir, "the heir");

        Assert.Equal(new CoordinatorTerm(heir, 2), await new AdoptionLedger(ledger.Session, ledger.Id).TakeTermAsync(heir, default));

        Assert.False((await ledger.Nodes.BeatAsync(ledger.Coordinator, default))!.IsMember);
        Assert.True((await ledger.Nodes.BeatAsync(heir, default))!.IsMember);
        await Assert.ThrowsAsync<CoordinatorReplacedException>(() => ledger.Migration.EnterPhaseAsync(Phase.Validate, default));
    }

    [Fact]
    public async Task A_node_whose_row_has_ended_takes_no_term_and_a_coordinator_of_a_former_term_claims_nothing()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var (sleeper, heir) = (new NodeId(Guid.NewGuid()), new NodeId(Guid.NewGuid()));
        await ledger.JoinAsync(sleeper, "the sleeper");
        await ledger.JoinAsync(heir, "the heir");
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.EndAsync(sleeper);
        var adoption = new AdoptionLedger(ledger.Session, ledger.Id);

        Assert.Null(await adoption.TakeTermAsync(sleeper, default));
        var term = (await adoption.TakeTermAsync(heir, default))!.Value;

        Assert.Empty(await ledger.Tasks.ClaimTasksAsync(ledger.Term, heir, TaskLane.Copy, 1, 1, default));
        Assert.Single(await ledger.Tasks.ClaimTasksAsync(term, heir, TaskLane.Copy, 1, 1, default));
    }
}
