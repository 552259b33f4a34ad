using ActorMigrate.Control;
using ActorMigrate.Control.Tests;
using ActorMigrate.Coordinator.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests;

public sealed class RunSummaryTests
{
    private static readonly PhaseCommand.End Reached = new(Stopped: false, Failure: null);

    [Fact]
    public async Task A_run_whose_ledger_cannot_be_read_at_its_end_has_not_succeeded()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);
        run.Recorded = true;

        var summary = await RunSummary.OfAsync(run, Phase.Summarize, Reached, default);

        Assert.Equal(Outcome.Stopped, summary.Outcome);
        Assert.Contains(summary.Findings, finding => finding.Object == "the ledger" && finding.SqlState == "42P01");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FailureClass.Transient)]
    [InlineData(FailureClass.Fatal)]
    public async Task A_run_that_was_stopped_does_not_wait_without_end_for_a_target_that_is_gone(FailureClass? cause)
    {
        var failure = cause is { } failed ? new Failure(failed, null, "The run broke.") : null;
        await using var server = await TestServer.StartOwnAsync();
        var database = await TestDatabase.CreateAsync(TestServer.Of(server));
        var time = new ManualTime();
        await using var run = RunOf(database, time, tries: int.MaxValue);
        run.Recorded = true;
        await server.StopAsync(StopMode.Immediate);

        var ending = RunSummary.OfAsync(run, Phase.TransferData, new PhaseCommand.End(Stopped: true, failure), default);
        await time.FireAsync(ending);

        var summary = await ending;
        Assert.Equal((Outcome.Stopped, false), (summary.Outcome, summary.IsRead));
        Assert.Contains("the ledger in the target does not answer", summary.Message, StringComparison.Ordinal);
        Assert.Contains("actormigrate resume", summary.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_end_cannot_be_recorded_has_not_succeeded()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);
        await RecordAsync(database, run);
        await database.ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no end' USING ERRCODE = '42501'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON actormigrate.migration FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var summary = await RunSummary.OfAsync(run, Phase.Summarize, Reached, default);

        Assert.Equal(Outcome.Stopped, summary.Outcome);
        Assert.Contains("actormigrate resume", summary.NextStep, StringComparison.Ordinal);
        Assert.Contains(summary.Findings, finding => finding.Object == "the ledger");
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        Assert.True(await database.ScalarAsync<bool>("SELECT outcome IS NULL FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_run_whose_ledger_cannot_be_removed_says_that_the_rest_went_well()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);
        await RecordAsync(database, run);
        await database.ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it stays'; END $$;
            CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN tag IN ('DROP SCHEMA') EXECUTE FUNCTION refuse();
            ALTER EVENT TRIGGER refuse ENABLE ALWAYS;
            """);

        var summary = await RunSummary.OfAsync(run, Phase.Summarize, Reached, default);

        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Contains("migrated and validated, but the ledger could not be removed", summary.Message, StringComparison.Ordinal);
        Assert.Contains(summary.Findings, finding => finding.Object == "the ledger");
        Assert.Equal("Succeeded", await database.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_ledger_that_a_try_before_has_removed_whose_answer_was_lost_counts_as_removed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);
        await RecordAsync(database, run);
        run.Ended = _ => database.ExecuteAsync("DROP SCHEMA actormigrate CASCADE").Wait();

        var summary = await RunSummary.OfAsync(run, Phase.Summarize, Reached, default);

        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Empty(summary.Findings);
    }

    [Fact]
    public async Task A_run_that_another_coordinator_has_taken_over_ends_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);
        await RecordAsync(database, run);
        await database.ExecuteAsync("UPDATE actormigrate.migration SET term = 2");

        await Assert.ThrowsAsync<CoordinatorReplacedException>(() => RunSummary.OfAsync(run, Phase.Summarize, Reached, default));

        Assert.True(await database.ScalarAsync<bool>("SELECT outcome IS NULL FROM actormigrate.migration"));
    }

    [Fact]
    public async Task A_run_that_broke_says_why_and_keeps_its_ledger()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);
        await RecordAsync(database, run);
        var failure = new Failure(FailureClass.Fatal, "53100", "could not extend file", "Make room.");

        var summary = await RunSummary.OfAsync(run, Phase.TransferData, new PhaseCommand.End(Stopped: true, failure), default);

        Assert.Equal(Outcome.Stopped, summary.Outcome);
        Assert.Equal(new Finding("the run", failure.Message, failure.SqlState, failure.Remedy), summary.Findings[0]);
        Assert.Contains("transfer data", summary.Message, StringComparison.Ordinal);
        Assert.Equal("Stopped", await database.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
        Assert.False(await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM actormigrate.phase WHERE left_at IS NULL)"));
    }

    [Fact]
    public async Task A_run_that_stopped_before_its_ledger_was_made_has_touched_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var run = RunOf(database);

        var summary = await RunSummary.OfAsync(run, Phase.ExtractSourceSchema, new PhaseCommand.End(Stopped: true, null), default);

        Assert.Equal((Outcome.Stopped, null), (summary.Outcome, summary.NextStep));
        Assert.Contains("before anything was touched", summary.Message, StringComparison.Ordinal);
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }

    private static Run RunOf(TestDatabase database, TimeProvider? time = null, int tries = 2)
    {
        var target = database.As(Side.Target);
        var shared = TestOptions.Plain.Shared;
        return new Run(new RunRequest
        {
            Id = new MigrationId(Guid.NewGuid()),
            Coordinator = new NodeId(Guid.NewGuid()),
            Source = target,
            Target = target,
            Options = TestOptions.Plain with { Shared = shared with { Retry = shared.Retry with { MaxAttempts = tries } } },
            ToolVersion = "test",
            Time = time ?? TimeProvider.System,
        });
    }

    private static async Task RecordAsync(TestDatabase database, Run run)
    {
        await using var connection = await database.OpenAsync();
        await RecordedMigration.MakeAsync(connection, run.Request.Id, run.Request.Coordinator);
        run.Recorded = true;
    }
}
