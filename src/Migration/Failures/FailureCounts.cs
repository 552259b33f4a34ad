namespace ActorMigrate.Migration.Failures;

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
