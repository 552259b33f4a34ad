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
