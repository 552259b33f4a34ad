namespace ActorMigrate.Migration.Failures;

/// <summary>A task that failed (<paramref name="Failed"/>) or was skipped, as the ledger holds it. <paramref name="Needs"/> are the failed
/// and skipped tasks that a skipped one needed.</summary>
public sealed record UnsettledTask(
    long Id, string Kind, string Name, TaskLane Lane, bool Failed, string Error, string? SqlState, string? Remedy, int Attempts,
    string? Statement,
    IReadOnlyList<long> Needs)
{
    /// <summary>Kind and name, as messages to the user have them.</summary>
    public string Object => $"{Kind} {Name}";
}

/// <summary>Tasks that one cause hit, by their numbers, and what was not begun because of them.</summary>
public sealed record FailureGroup(IReadOnlyList<UnsettledTask> Hit, IReadOnlyList<UnsettledTask> Skipped);

/// <summary>The number of tasks that failed, by kind in order of the words, and of those that were not begun because of them.</summary>
public sealed record FailureCounts(IReadOnlyDictionary<string, int> FailedByKind, int Skipped)
{
    /// <summary>No failure.</summary>
    public static readonly FailureCounts None = new(new Dictionary<string, int>(), 0);

    /// <summary>All that failed.</summary>
    public int Failed => FailedByKind.Values.Sum();

    /// <summary>The kinds with their numbers, as closing lines have them: <c>index: 2, view: 1</c>.</summary>
    public string Kinds => string.Join(", ", FailedByKind.Select(kind => $"{kind.Key}: {kind.Value}"));
}
