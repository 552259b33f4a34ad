using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Control.Status;

/// <summary>One cause of failures: the first task that it hit, all <paramref name="Objects"/> that it
/// hit, and what was skipped because of it.</summary>
public sealed record FailureStatus(
    string Kind, string Name, int Attempts, string? SqlState, string? Error, string? Remedy, IReadOnlyList<string> Objects,
    IReadOnlyList<string> Skipped)
{
    /// <summary>Returns a group of failures with one cause.</summary>
    public static FailureStatus Of(FailureGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var first = group.Hit[0];
        return new FailureStatus(
            first.Kind, first.Name, first.Attempts, first.SqlState, first.Error, first.Remedy, [.. group.Hit.Select(task => task.Object)],
            [.. group.Skipped.Select(task => task.Object)]);
    }
}
