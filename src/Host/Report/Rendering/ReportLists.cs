using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>A list of a report with its headings, of which those with # stand above numbers; and
/// how many rows of it are left out.</summary>
/// <param name="Headings">The headings.</param>
/// <param name="Rows">The cells.</param>
/// <param name="Omitted">The rows that are not shown.</param>
/// <param name="Noun">The word for one of them.</param>
internal sealed record ReportList(IReadOnlyList<string> Headings, IReadOnlyList<string[]> Rows, long Omitted, string Noun);

/// <summary>The lists that a report shows alike as a page and as Markdown.</summary>
internal static class ReportLists
{
    private static readonly string[] OfAttempts = ["Task", "Lane", "Node", "#Attempt", "#Start", "#Duration", "Outcome", "Error"];

    /// <summary>Returns the attempts without success.</summary>
    public static ReportList Unsuccessful(ReportDocument report)
    {
        var all = ReportSelection.Unsuccessful(report);
        return new ReportList(
            OfAttempts, [.. all.Take(ReportSelection.MostTroubled).Select(group => Attempt(report, group.First, group.Others))],
            all.Count - ReportSelection.MostTroubled, "attempt");
    }

    /// <summary>Returns the successful attempts that took longest, at most so many.</summary>
    public static ReportList Longest(ReportDocument report, int most) => new(
        OfAttempts,
        [
            .. report.Timeline.Attempts.Where(attempt => attempt.Outcome == "done")
                .OrderByDescending(attempt => attempt.EndSeconds - attempt.StartSeconds)
                .Take(most).Select(attempt => Attempt(report, attempt, others: 0)),
        ],
        0, "attempt");

    /// <summary>Returns the objects of the source that were not carried over.</summary>
    public static ReportList NotMigrated(ReportDocument report) => new(
        ["Object", "Kind", "Reason", "Asked for"],
        [.. report.NotMigrated.OrderBy(left => left.Asked).Take(ReportSelection.MostTroubled)
            .Select(left => new[] { left.Name, left.Kind, left.Reason, left.Asked ? "yes" : "no" })],
        report.NotMigrated.Count - ReportSelection.MostTroubled, "object");

    /// <summary>Returns the processes that took part; <paramref name="still"/> stands for the end of one that did when the report was
    /// written.</summary>
    public static ReportList Nodes(ReportDocument report, string still) => new(
        ["Node", "Host", "Part", "#Start", "#End", "#Attempts"],
        [
            .. report.Timeline.Nodes.Select(node => new[]
            {
                node.Name, node.Host, (node.Coordinates ? "coordinator" : "node") + (node.Removed ? ", removed" : ""),
                ReportSelection.Seconds(node.StartSeconds),
                node.EndSeconds is { } end ? ReportSelection.Seconds(end) : still, Amounts.Count(node.Attempts),
            }),
        ],
        report.Timeline.NodesOmitted, "node");

    private static string[] Attempt(ReportDocument report, ReportAttempt attempt, int others) =>
    [
        ReportSelection.TaskName(attempt, others), attempt.Lane, ReportSelection.NodeName(report, attempt.Node),
        Amounts.Count(attempt.Attempt),
        ReportSelection.Seconds(attempt.StartSeconds), ReportSelection.Seconds(attempt.EndSeconds - attempt.StartSeconds), attempt.Outcome,
        string.Join(' ', new[] { attempt.SqlState, attempt.Error }.Where(part => part is not null)),
    ];
}
