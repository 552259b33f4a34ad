namespace ActorMigrate.Migration.Summary;

/// <summary>The course of a migration as the ledger recorded it, from its beginning and over all of its nodes, bounded in size: how many
/// nodes, attempts and samples it holds at most does not depend on the number of tables. All times
/// are seconds since <see cref="StartedAt"/>.</summary>
public sealed record RunTimeline
{
    /// <summary>The most nodes that are listed: those with the most attempts.</summary>
    public const int MostNodes = 100;

    /// <summary>The most attempts without success that are listed: the first ones.</summary>
    public const int MostUnsuccessful = 400;

    /// <summary>The most successful attempts that are listed: the longest ones.</summary>
    public const int MostSuccessful = 600;

    /// <summary>The number of equal spans into which the time is split.</summary>
    public const int MostSamples = 120;

    /// <summary>The shortest span, in seconds.</summary>
    public const double ShortestSample = 0.05;

    /// <summary>The beginning of the migration, UTC; it is earlier than the run's where the migration was resumed.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Seconds until the last attempt ended, or until the ledger was read while one ran.</summary>
    public required double Seconds { get; init; }

    /// <summary>The nodes, in the order of their start.</summary>
    public required IReadOnlyList<TimelineNode> Nodes { get; init; }

    /// <summary>Nodes that are not listed.</summary>
    public required long NodesOmitted { get; init; }

    /// <summary>The listed attempts, in the order of their start.</summary>
    public required IReadOnlyList<TimelineAttempt> Attempts { get; init; }

    /// <summary>Attempts that are not listed. <see cref="Activity"/> and <see cref="Samples"/> count them.</summary>
    public required long AttemptsOmitted { get; init; }

    /// <summary>Seconds of one span of <see cref="Samples"/> and <see cref="Activity"/>.</summary>
    public required double SampleSeconds { get; init; }

    /// <summary>The rows and bytes that were committed, each spread evenly over its attempt's time; one for each span.</summary>
    public required IReadOnlyList<ThroughputSample> Samples { get; init; }

    /// <summary>The work of the listed nodes by lane.</summary>
    public required IReadOnlyList<LaneActivity> Activity { get; init; }
}

/// <summary>A node of the timeline: its term in the ledger as its number, null as <paramref name="End"/> while it lives.</summary>
/// <param name="Number">Its number; nodes that started later have a higher one.</param>
/// <param name="Name">Its name; several nodes may have had it, one after the other.</param>
/// <param name="Host">The machine it ran on.</param>
/// <param name="Coordinates">The node holds the coordinator's term.</param>
/// <param name="Removed">The others removed it, because it was silent for too long.</param>
/// <param name="Start">Second of its start.</param>
/// <param name="End">Second at which it left.</param>
/// <param name="Attempts">The number of its attempts.</param>
public sealed record TimelineNode(
    long Number, string Name, string Host, bool Coordinates, bool Removed, double Start, double? End, long Attempts);

/// <summary>One try at a task.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Attempt">The attempt's number, from 1.</param>
/// <param name="Kind">The task's kind.</param>
/// <param name="Name">The object that the task is about.</param>
/// <param name="Lane">The task's lane.</param>
/// <param name="Node">The number of its node, or null where the ledger does not know it.</param>
/// <param name="Start">Second of its start.</param>
/// <param name="End">Second of its end; the last second of the timeline where it has not ended.</param>
/// <param name="Outcome">done, failed, released, lost or running.</param>
/// <param name="Rows">Rows that it committed.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="SqlState">PostgreSQL's code of its error, or null.</param>
/// <param name="Error">The beginning of its error, or null.</param>
public sealed record TimelineAttempt(
    long Task, int Attempt, string Kind, string Name, string Lane, long? Node, double Start, double End, string Outcome,
    long Rows, long Bytes,
    string? SqlState, string? Error);

/// <summary>The rows and bytes of tables and large objects that were moved in one span.</summary>
public sealed record ThroughputSample(long Rows, long Bytes);

/// <summary>The work of a node in one lane: for each span the seconds of its attempts in it, which are more than the span has where
/// several ran side by side.</summary>
public sealed record LaneActivity(long Node, string Lane, IReadOnlyList<double> Seconds);
