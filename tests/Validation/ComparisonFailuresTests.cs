using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Validation.Definitions;

namespace ActorMigrate.Validation.Tests;

public sealed class ComparisonFailuresTests
{
    private static readonly Failure Denied = new(FailureClass.Permanent, "42501", "permission denied for table a", "Grant it.");

    [Fact]
    public void An_object_counts_once_however_many_of_its_properties_differ_and_one_difference_of_many_objects_stands_once()
    {
        var failures = ComparisonFailures.Of([],
        [
            Differs("table", "s.a", "Its owner differs."), Differs("table", "s.a", "Its comment differs."),
            Differs("table", "s.b", "Its owner differs."), Differs("view", "s.v", "Its owner differs."),
        ]);

        Assert.Equal(["table: 2", "view: 1"], failures.Counts.FailedByKind.Select(kind => $"{kind.Key}: {kind.Value}"));
        Assert.Equal(
            ["Its owner differs.: table s.a, table s.b, view s.v", "Its comment differs.: table s.a"],
            failures.Findings.Select(finding => $"{finding.Message}: {string.Join(", ", finding.Objects)}"));
    }

    [Fact]
    public void What_a_schema_takes_along_stands_under_it_and_the_rows_of_a_missing_table_under_the_table()
    {
        var failures = ComparisonFailures.Of(
            [Table("a", Denied)],
            [
                Missing("schema", "s"), Missing("table", "s.a") with { MissingWith = "schema s" },
                Missing("function", "s.f()") with { MissingWith = "schema s" },
            ]);

        var finding = Assert.Single(failures.Findings);
        Assert.Equal(("schema s", 1, 2), (finding.Object, failures.Counts.Failed, failures.Counts.Skipped));
        Assert.Equal(["table s.a", "function s.f()"], finding.Skipped);
        Assert.StartsWith("table s.a: 42501", Assert.Single(failures.Tables).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_differs_and_cannot_be_compared_is_told_with_both()
    {
        var failures = ComparisonFailures.Of(
            [Table("a", Denied), Table("b", Denied with { Message = "permission denied for table b" })],
            [Differs("table", "s.a", "Its owner differs.")]);

        Assert.Equal(
            ["Its owner differs.: table s.a", "permission denied for table a: table s.a, table s.b"],
            failures.Findings.Select(finding => $"{finding.Message}: {string.Join(", ", finding.Objects)}"));
        Assert.Equal("Grant it.", failures.Findings[1].Remedy);
    }

    private static DefinitionDifference Differs(string kind, string name, string message) => new(kind, name, message, "Alter it.");

    private static DefinitionDifference Missing(string kind, string name) =>
        new(kind, name, "It is missing.", "Make it.") { IsMissing = true };

    private static TableSummary Table(string name, Failure failure) => new()
    {
        Source = new QualifiedName("s", name),
        Target = new QualifiedName("s", name),
        Rows = 0,
        Bytes = 0,
        Seconds = 0,
        Partitions = 0,
        Attempts = 0,
        Success = false,
        Validated = null,
        Error = $"{failure.SqlState} {failure.Message}",
        NotCompared = failure,
    };
}
