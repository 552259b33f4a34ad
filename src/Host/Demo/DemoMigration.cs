using ActorMigrate.Host.Progress;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Demo;

/// <summary>The demonstration's migration: the URIs of its two databases, and what differs from the user's flags.</summary>
public sealed record DemoMigration(string Source, string Target)
{
    /// <summary>Settings by their key, for those that no flag gives.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Returns a sink that passes everything on to the given one, and may listen.</summary>
    public Func<IProgressSink, IProgressSink> Watch { get; init; } = sink => sink;

    /// <summary>Returns the next step that the summary is to tell, since the servers may be gone when the user reads it.</summary>
    public Func<MigrationSummary, string?> NextStep { get; init; } = summary => summary.NextStep;
}
