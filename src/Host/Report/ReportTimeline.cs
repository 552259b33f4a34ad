using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Report;

/// <summary>The timeline of the work in the report. The lists are empty and the start is null where no ledger told it.</summary>
internal sealed record ReportTimeline
{
    public DateTimeOffset? StartedAt { get; init; }

    public double Seconds { get; init; }

    public IReadOnlyList<ReportNode> Nodes { get; init; } = [];

    public long NodesOmitted { get; init; }

    public IReadOnlyList<ReportAttempt> Attempts { get; init; } = [];

    public long AttemptsOmitted { get; init; }

    public double SampleSeconds { get; init; }

    public IReadOnlyList<ThroughputSample> Samples { get; init; } = [];

    public IReadOnlyList<LaneActivity> Activity { get; init; } = [];

    public static ReportTimeline Of(RunTimeline? timeline) => timeline is null ? new ReportTimeline() : new ReportTimeline
    {
        StartedAt = timeline.StartedAt,
        Seconds = ReportDocument.Rounded(timeline.Seconds),
        Nodes = [.. timeline.Nodes.Select(ReportNode.Of)],
        NodesOmitted = timeline.NodesOmitted,
        Attempts = [.. timeline.Attempts.Select(ReportAttempt.Of)],
        AttemptsOmitted = timeline.AttemptsOmitted,
        SampleSeconds = Math.Round(timeline.SampleSeconds, 6),
        Samples = timeline.Samples,
        Activity = [.. timeline.Activity.Select(lane => lane with { Seconds = [.. lane.Seconds.Select(ReportDocument.Rounded)] })],
    };
}

/// <summary>A node of the report; its end is null while it lives.</summary>
internal sealed record ReportNode(
    long Number, string Name, string Host, bool Coordinates, bool Removed, double StartSeconds, double? EndSeconds, long Attempts)
{
    public static ReportNode Of(TimelineNode node) => new(
        node.Number, node.Name, node.Host, node.Coordinates, node.Removed, ReportDocument.Rounded(node.Start),
        node.End is { } end ? ReportDocument.Rounded(end) : null, node.Attempts);
}

/// <summary>One try at a task, in the report.</summary>
internal sealed record ReportAttempt(
    long Task, int Attempt, string Kind, string Name, string Lane, long? Node, double StartSeconds, double EndSeconds,
    string Outcome, long Rows,
    long Bytes, string? SqlState, string? Error)
{
    public static ReportAttempt Of(TimelineAttempt attempt) => new(
        attempt.Task, attempt.Attempt, attempt.Kind, attempt.Name, attempt.Lane, attempt.Node, ReportDocument.Rounded(attempt.Start),
        ReportDocument.Rounded(attempt.End), attempt.Outcome, attempt.Rows, attempt.Bytes, attempt.SqlState,
        SecretText.Hidden(attempt.Error));
}
