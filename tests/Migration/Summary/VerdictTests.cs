using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Migration.Tests.Summary;

public class VerdictTests
{
    private static readonly TableSummary Good = new()
    {
        Source = new QualifiedName("public", "t"),
        Target = new QualifiedName("public", "t"),
        Rows = 1,
        Bytes = 1,
        Seconds = 1,
        Partitions = 1,
        Attempts = 1,
        Success = true,
        Validated = true,
    };

    [Fact]
    public void Everything_migrated_and_validated_is_a_success() =>
        Assert.Equal(Outcome.Succeeded, Verdict.Of(stopped: false, [Good], failedTasks: 0, notMigrated: 0));

    [Fact]
    public void A_database_without_tables_is_a_success() =>
        Assert.Equal(Outcome.Succeeded, Verdict.Of(stopped: false, [], failedTasks: 0, notMigrated: 0));

    [Fact]
    public void A_failed_table_is_no_success() =>
        Assert.Equal(Outcome.FinishedWithFailures, Verdict.Of(false, [Good, Good with { Success = false, Validated = null }], 1, 0));

    [Fact]
    public void A_table_that_was_not_validated_is_no_success() =>
        Assert.Equal(Outcome.FinishedWithFailures, Verdict.Of(false, [Good with { Validated = null }], 0, 0));

    [Fact]
    public void A_failed_object_outside_of_tables_is_no_success() =>
        Assert.Equal(Outcome.FinishedWithFailures, Verdict.Of(false, [Good], failedTasks: 1, notMigrated: 0));

    [Fact]
    public void An_object_that_was_not_migrated_is_no_success() =>
        Assert.Equal(Outcome.FinishedWithFailures, Verdict.Of(false, [Good], failedTasks: 0, notMigrated: 1));

    [Fact]
    public void A_difference_outweighs_a_failure() =>
        Assert.Equal(Outcome.ValidationFailed, Verdict.Of(false, [Good with { Validated = false }, Good with { Success = false }], 1, 1));

    [Fact]
    public void A_stopped_run_is_stopped_whatever_it_has_done() =>
        Assert.Equal(Outcome.Stopped, Verdict.Of(stopped: true, [Good], 0, 0));
}
