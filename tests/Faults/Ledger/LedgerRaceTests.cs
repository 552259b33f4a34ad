using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The model takes one statement at a time. Here two overlap: the first has run and not
/// committed when the second begins.</summary>
public sealed class LedgerRaceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly NodeId one = new(Guid.NewGuid());
    private readonly NodeId other = new(Guid.NewGuid());

    [Fact]
    public async Task Of_two_nodes_that_take_a_term_at_the_same_moment_the_second_ends_the_first()
    {
        await using var ledger = await CreateAsync();

        var (first, second) =
            await OverlapAsync(ledger, session => TermAsync(ledger, session, one), session => TermAsync(ledger, session, other));

        Assert.Equal((2, 3), (first, second));
        Assert.Equal([other], await LivingAsync(ledger));
    }

    [Fact]
    public async Task A_node_takes_no_term_while_the_coordinator_ends_its_row()
    {
        await using var ledger = await CreateAsync();

        var (ended, term) =
            await OverlapAsync(ledger, session => EndAsync(ledger, session, one), session => TermAsync(ledger, session, one));

        Assert.True(ended);
        Assert.Null(term);
    }

    [Fact]
    public async Task A_coordinator_does_not_end_the_row_of_a_node_that_takes_the_next_term()
    {
        await using var ledger = await CreateAsync();

        var (term, ended) =
            await OverlapAsync(ledger, session => TermAsync(ledger, session, one), session => EndAsync(ledger, session, one));

        Assert.Equal(2, term);
        Assert.False(ended);
        Assert.Contains(one, await LivingAsync(ledger));
    }

    [Fact]
    public async Task A_node_takes_no_lease_while_the_coordinator_ends_its_row()
    {
        await using var ledger = await CreateAsync();

        var (ended, taken) = await OverlapAsync(
            ledger, session => EndAsync(ledger, session, one),
            session => new LeaseLedger(session, ledger.Id).TakeAsync(one, Lease, default));

        Assert.True(ended);
        Assert.False(taken);
    }

    [Fact]
    public async Task A_node_is_granted_nothing_while_the_coordinator_ends_its_row()
    {
        await using var ledger = await CreateAsync();
        await ledger.WritePlanAsync(LedgerFixture.Copy(1));

        var (ended, claimed) =
            await OverlapAsync(ledger, session => EndAsync(ledger, session, one), session => ClaimAsync(ledger, session, one));

        Assert.True(ended);
        Assert.Empty(claimed);
        Assert.Equal([1L], await ClaimAsync(ledger, ledger.Session, other));
    }

    [Fact]
    public async Task A_node_is_ended_after_a_grant_that_has_begun_so_that_it_is_taken_back()
    {
        await using var ledger = await CreateAsync();
        await ledger.WritePlanAsync(LedgerFixture.Copy(1));

        var (claimed, ended) =
            await OverlapAsync(ledger, session => ClaimAsync(ledger, session, one), session => EndAsync(ledger, session, one));

        Assert.Single(claimed);
        Assert.True(ended);
        Assert.Equal("running", await ledger.StateOfAsync(1));
    }

    [Fact]
    public async Task A_node_does_not_found_a_cluster_while_another_one_registers_and_founds_it()
    {
        await using var ledger = await CreateAsync();
        await ledger.EndAsync(ledger.Coordinator);
        await ledger.EndAsync(one);
        var late = new NodeId(Guid.NewGuid());

        var (first, second) = await OverlapAsync(
            ledger,
            async session =>
            {
                var draft = new NodeDraft(late, "late", "host", 1, "test", 1, 1);
                await session.UseAsync((open, _) => Registered(open, ledger, draft), default);
                return await new NodeLedger(session, ledger.Id).FoundAsync(late, Lease, default);
            },
            session => new NodeLedger(session, ledger.Id).FoundAsync(other, Lease, default));

        Assert.True(first);
        Assert.False(second);
    }

    private async Task<LedgerFixture> CreateAsync()
    {
        var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(ledger.Coordinator, "coordinator");
        await ledger.JoinAsync(one, "one");
        await ledger.JoinAsync(other, "other");
        return ledger;
    }

    private static async Task<bool> Registered(Npgsql.NpgsqlConnection open, LedgerFixture ledger, NodeDraft draft)
    {
        await NodeLedger.RegisterAsync(open, ledger.Id, draft, default);
        return true;
    }

    private static async Task<long?> TermAsync(LedgerFixture ledger, LedgerSession session, NodeId node) =>
        (await new AdoptionLedger(session, ledger.Id).TakeTermAsync(node, default))?.Term;

    private static Task<bool> EndAsync(LedgerFixture ledger, LedgerSession session, NodeId node) =>
        new NodeLedger(session, ledger.Id).EndAsync(ledger.Coordinator, 1, node, default);

    private static Task<IReadOnlyList<long>> ClaimAsync(LedgerFixture ledger, LedgerSession session, NodeId node) => session.QueryAsync(
        SqlText.Load<TaskLedger>("claim-tasks.sql"), row => row.GetInt64(0), default,
        ledger.Id.Value, node.Value, "copy", 1, 0L, ledger.Coordinator.Value, 1L, 1, 100, 1L << 20);

    private static async Task<IEnumerable<NodeId>> LivingAsync(LedgerFixture ledger) =>
        (await ledger.Nodes.RegisteredAsync(default)).Select(node => node.Id);

    /// <summary>Runs the first statement, holds its commit back until the second one waits for it, and returns both answers.</summary>
    private static async Task<(TFirst First, TSecond Second)> OverlapAsync<TFirst, TSecond>(
        LedgerFixture ledger, Func<LedgerSession, Task<TFirst>> first, Func<LedgerSession, Task<TSecond>> second)
    {
        await using var holding = new LedgerSession(ledger.Target, SessionPurpose.Control);
        await using var waiting = new LedgerSession(ledger.Target, SessionPurpose.Control);
        await holding.ExecuteAsync("BEGIN", default);
        var before = await first(holding);
        var backend = (await waiting.QueryAsync("SELECT pg_backend_pid()", row => row.GetInt32(0), default))[0];
        var after = second(waiting);
        await Eventually.TrueAsync(
            async () => after.IsCompleted || await ledger.ScalarAsync<bool>($"SELECT cardinality(pg_blocking_pids({backend})) > 0"),
            "the second one does not wait");
        Assert.False(after.IsCompleted, "the second one did not wait");
        await holding.ExecuteAsync("COMMIT", default);
        return (before, await after);
    }
}
