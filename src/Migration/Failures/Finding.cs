namespace ActorMigrate.Migration.Failures;

/// <summary>Something that a person should know or do: <paramref name="Object"/> names it, <paramref name="Message"/> says
/// what, <paramref name="Remedy"/> what to do.</summary>
public sealed record Finding(string Object, string Message, string? SqlState, string? Remedy)
{
    /// <summary>The statements that failed, or null.</summary>
    public string? Statement { get; init; }

    /// <summary>The objects that were skipped because of it.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>All objects that the same cause hit, <see cref="Object"/> first; empty where the finding is about
    /// <see cref="Object"/> alone and no failure.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];
}
