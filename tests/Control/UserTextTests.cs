using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Control.Tests;

/// <summary>Texts for people are written as the encoding of the ledger's database can hold them.</summary>
public sealed class UserTextTests
{
    private const string Said = "größe costs 3 € or 日…";
    private const string InLatin1 = "größe costs 3 \\u20AC or \\u65E5...";

    private static readonly NodeId Node = new(Guid.NewGuid());

    [Theory]
    [InlineData("LATIN1", InLatin1)]
    [InlineData("SQL_ASCII", Said)]
    [InlineData("UTF8", Said)]
    public async Task The_message_and_the_remedy_of_a_failure(string encoding, string written)
    {
        await using var ledger = await LedgerFixture.CreateAsync(encoding: encoding);
        var attempt = await BeginAsync(ledger);

        await ledger.FailAsync(Node, attempt, new Failure(FailureClass.Permanent, "P0001", Said, Said), RetryDecision.GiveUp);

        var failure = Assert.Single(await ledger.Results.FailuresAsync(default));
        Assert.Equal((written, written), (failure.Error, failure.Remedy));
    }

    [Fact]
    public async Task The_message_of_a_lot_that_is_returned()
    {
        await using var ledger = await LedgerFixture.CreateAsync(encoding: "LATIN1");
        var attempt = await BeginAsync(ledger);

        await ledger.AttemptsOf(Node).ReturnLotAsync([attempt], [1], new Failure(FailureClass.Permanent, "P0001", Said), default);

        Assert.Equal(InLatin1, await ledger.ScalarAsync<string>("SELECT error FROM actormigrate.attempt"));
        Assert.Equal("ready", await ledger.StateOfAsync(1));
    }

    [Fact]
    public async Task A_finding_of_the_run()
    {
        await using var ledger = await LedgerFixture.CreateAsync(encoding: "LATIN1");

        await ledger.Results.AddAsync(new Finding(Said, Said, null, Said), default);

        Assert.Equal(new Finding(InLatin1, InLatin1, null, InLatin1), Assert.Single(await ledger.Results.FindingsAsync(default)));
    }

    [Fact]
    public async Task A_finding_within_the_transaction_of_a_tasks_work()
    {
        await using var ledger = await LedgerFixture.CreateAsync(encoding: "LATIN1");
        var attempt = await BeginAsync(ledger);

        await using (var writing = await ledger.OpenAsync())
        {
            await using var transaction = await writing.BeginTransactionAsync();
            await AttemptLedger.NoteAsync(writing, attempt, Said, "P0001", Said, default);
            await transaction.CommitAsync();
        }

        var finding = Assert.Single(await ledger.Results.FindingsAsync(default));
        Assert.Equal((InLatin1, InLatin1), (finding.Message, finding.Remedy));
    }

    [Fact]
    public async Task Findings_of_a_plan_and_what_it_leaves_out()
    {
        await using var ledger = await LedgerFixture.CreateAsync(encoding: "LATIN1");

        await using (var writing = await ledger.OpenAsync())
        {
            await using var transaction = await writing.BeginTransactionAsync();
            await PlanLedger.WriteAsync(
                writing, ledger.Id, new PlanDraft([], [], [new NotMigrated("view", Said, Said)], [new Finding(Said, Said, null, Said)]),
                default);
            await transaction.CommitAsync();
        }

        Assert.Equal(new Finding(InLatin1, InLatin1, null, InLatin1), Assert.Single(await ledger.Results.FindingsAsync(default)));
        var left = Assert.Single(await ledger.Results.NotMigratedAsync(default));
        Assert.Equal((InLatin1, InLatin1), (left.Name, left.Reason));
    }

    private static async Task<AttemptId> BeginAsync(LedgerFixture ledger)
    {
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.OpenPhaseAsync(Phase.Summarize);
        var claimed = await ledger.ClaimOneAsync(Node);
        return (await ledger.AttemptsOf(Node).BeginAsync(claimed.Id, default))!.Id;
    }
}
