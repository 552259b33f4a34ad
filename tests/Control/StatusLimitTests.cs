using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.TestServers;

namespace ActorMigrate.Control.Tests;

/// <summary>The status tells the rate that is in force, however it was given.</summary>
public sealed class StatusLimitTests
{
    [Fact]
    public async Task The_rate_is_the_one_that_was_set_last_else_the_one_that_the_migration_was_begun_with()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var directives = new DirectiveLedger(ledger.Session, ledger.Id);

        Assert.Null(await RateAsync(ledger));
        await BeginWithAsync(ledger, 2_000_000);
        Assert.Equal(2_000_000, await RateAsync(ledger));
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, "one", MaxRate: 7), null, default);
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Pause), null, default);
        Assert.Equal(2_000_000, await RateAsync(ledger));
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, MaxRate: 5_000_000), null, default);
        Assert.Equal(5_000_000, await RateAsync(ledger));
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, MaxRate: 0), null, default);
        Assert.Null(await RateAsync(ledger));
    }

    [Fact]
    public async Task The_rate_of_a_node_is_the_one_that_was_set_for_it_last_else_the_one_that_it_was_started_with()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var directives = new DirectiveLedger(ledger.Session, ledger.Id);
        var slow = new NodeDraft(new NodeId(Guid.NewGuid()), "slow", "host", 1, "test", 1, 1) { MaxRate = 3_000 };
        await ledger.Nodes.RegisterAsync(slow, default);
        await ledger.JoinAsync(new NodeId(Guid.NewGuid()), "free");

        Assert.Equal([3_000, null], await RatesAsync(ledger));
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, MaxRate: 9_000), null, default);
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, "slow", MaxRate: 0), null, default);
        await directives.AddAsync(new DirectiveDraft(DirectiveVerb.Set, "free", MaxRate: 7_000), null, default);
        Assert.Equal([null, 7_000], await RatesAsync(ledger));
    }

    private static async Task<IEnumerable<long?>> RatesAsync(LedgerFixture ledger)
    {
        await using var connection = await ledger.OpenAsync();
        return (await StatusLedger.ReadAsync(connection, default))!.Nodes.Select(node => node.MaxRate);
    }

    private static async Task BeginWithAsync(LedgerFixture ledger, long rate)
    {
        var options = TestOptions.Plain with { Shared = TestOptions.Plain.Shared with { MaxRate = rate } };
        await using var connection = await ledger.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("UPDATE actormigrate.migration SET options = $1::jsonb", connection)
            { Parameters = { new() { Value = PayloadJson.Write(options) } } };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long?> RateAsync(LedgerFixture ledger)
    {
        await using var connection = await ledger.OpenAsync();
        return (await StatusLedger.ReadAsync(connection, default))!.MaxRate;
    }
}
