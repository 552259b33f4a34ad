using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
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
