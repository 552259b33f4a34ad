using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Demo;

/// <summary>The size of the demonstration's database (1 is a few million rows), and whether its servers stay up afterwards.</summary>
public sealed record DemoSettings(double Scale, bool Keep)
{
    /// <summary>The number of nodes that migrate, each in a process of its own.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>One worker is killed while it copies.</summary>
    public bool Kill { get; init; }

    /// <summary>The user has said how fast the copy may be.</summary>
    public bool HasRate { get; init; }

    /// <summary>The slots of each node as the user gave them, or null.</summary>
    public string? CopySlots { get; init; }

    /// <inheritdoc cref="CopySlots"/>
    public string? IndexSlots { get; init; }
}

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

/// <summary>The steps that the command line takes for the demonstration.</summary>
public interface IDemoStage
{
    /// <summary>Tells a line of progress, while servers start and fill.</summary>
    void Say(string line);

    /// <summary>Migrates with the user's settings, showing progress and summary as <c>migrate</c> does.</summary>
    Task<MigrationSummary> MigrateAsync(DemoMigration migration, CancellationToken cancellationToken);

    /// <summary>Prints a line on standard output, after the summary.</summary>
    void Print(string line);
}

/// <summary>Starts two throwaway servers, fills one, migrates it to the other, and cleans up.</summary>
public interface IDemo
{
    /// <summary>Runs the demonstration to the end, also its cleaning up when cancelled.</summary>
    Task<Outcome> RunAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken);
}
