using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Migration.Tests.Failures;

public sealed class FailureGroupsTests
{
    private static UnsettledTask Failed(
        long id, string name, string error, string kind = "index", string? state = "42501", string? remedy = "Grant it.") =>
        new(id, kind, name, TaskLane.Finish, true, error, state, remedy, 1, $"CREATE {id}", []);

    private static UnsettledTask Skipped(long id, string name, params long[] needs) =>
        new(id, "trigger", name, TaskLane.Finish, false, "not begun", null, null, 0, null, needs);

    private static List<Finding> Findings(params UnsettledTask[] tasks) => [.. FailureGroups.Of(tasks).Select(FailureGroups.Finding)];

    [Fact]
    public void One_cause_that_hits_twenty_objects_is_reported_once_with_the_twenty_names()
    {
        var finding =
            Assert.Single(Findings([.. Enumerable.Range(1, 20).Select(i => Failed(i, $"s.i{i}", "permission denied for schema s"))]));

        Assert.Equal(("index s.i1", "permission denied for schema s", "42501", "Grant it."),
            (finding.Object, finding.Message, finding.SqlState, finding.Remedy));
        Assert.Equal([.. Enumerable.Range(1, 20).Select(i => $"index s.i{i}")], finding.Objects);
        Assert.Equal(20, finding.Statement!.Split(";\n").Length);
    }

    [Fact]
    public void An_objects_own_name_and_the_place_in_its_rows_make_no_other_cause()
    {
        var findings = Findings(
            Failed(1, "s.a", "must be owner of table a"), Failed(2, "s.b", "must be owner of table b"),
            Failed(3, "s.c", "relation \"x\" does not exist; PL/pgSQL function f() line 1; COPY c, line 7, column d", state: "42P01"),
            Failed(4, "s.d", "relation \"x\" does not exist; PL/pgSQL function f() line 1; COPY d, line 90", state: "42P01"));

        Assert.Equal([2, 2], findings.Select(finding => finding.Objects.Count));
    }

    [Theory]
    [InlineData("s.a", "permission denied for schema s", "t.a", "permission denied for schema t")]
    [InlineData("k on s.a", "Key (id)=(1) is duplicated", "k on s.b", "Key (id)=(2) is duplicated")]
    [InlineData("s.a", "must be owner of table x", "s.b", "must be owner of table y")]
    public void Other_words_are_another_cause(string one, string said, string other, string saidThere) =>
        Assert.Equal(2, Findings(Failed(1, one, said), Failed(2, other, saidThere)).Count);

    [Fact]
    public void Another_sqlstate_or_remedy_is_another_cause() => Assert.Equal(
        3, Findings(Failed(1, "a", "no"), Failed(2, "b", "no", state: "55000"), Failed(3, "c", "no", remedy: "Do something else.")).Count);

    [Fact]
    public void A_skipped_task_is_listed_once_under_the_first_cause_that_it_leads_back_to()
    {
        var findings = Findings(
            Failed(1, "s.a", "full"), Failed(5, "s.b", "broken"),
            Skipped(6, "both", 1, 5), Skipped(7, "last", 8), Skipped(8, "of the second", 5), Skipped(9, "of both", 6, 8));

        Assert.Equal(["trigger both", "trigger of both"], findings[0].Skipped);
        Assert.Equal(["trigger last", "trigger of the second"], findings[1].Skipped);
    }

    [Fact]
    public void A_task_that_was_skipped_for_no_known_failure_is_reported_by_itself()
    {
        var finding = Assert.Single(Findings(Skipped(3, "alone")));

        Assert.Equal(("trigger alone", "not begun"), (finding.Object, finding.Message));
    }

    [Fact]
    public void Counts_that_were_skipped_with_their_copy_are_not_reported_and_tasks_that_need_them_lead_back_through_them()
    {
        UnsettledTask[] tasks =
            [Failed(1, "s.a", "full"), Skipped(2, "s.a in the source", 1) with { Lane = TaskLane.Compare }, Skipped(3, "late", 2)];

        Assert.Equal(["trigger late"], Assert.Single(Findings(tasks)).Skipped);
        Assert.Equal((1, 1), (FailureGroups.Count(tasks).Failed, FailureGroups.Count(tasks).Skipped));
    }

    [Fact]
    public void Failures_are_counted_by_their_kind()
    {
        var counts =
            FailureGroups.Count([Failed(1, "a", "no"), Failed(2, "b", "no", kind: "copy-table"), Failed(3, "c", "no"), Skipped(4, "d", 1)]);

        Assert.Equal((3, 1, 2, 1), (counts.Failed, counts.Skipped, counts.FailedByKind["index"], counts.FailedByKind["copy-table"]));
    }

    [Fact]
    public void Ten_thousand_failures_with_as_many_dependants_are_put_in_order_at_once()
    {
        var tasks = Enumerable.Range(1, 10_000).Select(i => Failed(i, $"s.t{i}", "full"))
            .Concat(Enumerable.Range(10_001, 10_000).Select(i => Skipped(i, $"x{i}", i - 10_000, i - 1))).ToArray();

        Assert.Equal(10_000, Assert.Single(Findings(tasks)).Skipped.Count);
    }
}
