namespace ActorMigrate.Migration.Summary;

/// <summary>The timeline of a migration as the ledger recorded it, from its beginning and over all of its nodes, bounded in size: how many
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
