using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>What is to be done when the source's snapshot is lost and the source has changed since; or in any case, to begin anew.</summary>
public enum LostSnapshot
{
    /// <summary>The migration is not resumed.</summary>
    Refuse,

    /// <summary>What is not wholly copied is copied under a new snapshot.</summary>
    TakeNew,

    /// <summary>What the run made is dropped, and all of it is begun anew.</summary>
    Restart,
}

/// <summary>What a process was given that wants to go on with a migration.</summary>
public sealed record ResumeRequest
{
    /// <summary>The node's id, chosen for this one time.</summary>
    public required NodeId Node { get; init; }

    /// <summary>The name that the node goes by; null for one of its host and process.</summary>
    public string? NodeName { get; init; }

    /// <summary>The source.</summary>
    public required Database Source { get; init; }

    /// <summary>The target, which holds the ledger.</summary>
    public required Database Target { get; init; }

    /// <summary>What the node takes on; everything else comes from the ledger.</summary>
    public required NodeOptions Options { get; init; }

    /// <summary>The version of the tool, which must be the migration's.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>What to do without a snapshot.</summary>
    public LostSnapshot LostSnapshot { get; init; }

    /// <summary>Local time, for waits only.</summary>
    public required TimeProvider Time { get; init; }
}

/// <summary>A migration that this process coordinates from here on.</summary>
public sealed record Adopted
{
    /// <summary>What entitles it to write.</summary>
    public required CoordinatorTerm Term { get; init; }

    /// <summary>Where it goes on.</summary>
    public required Phase Phase { get; init; }

    /// <summary>The source and the target, for people.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>The node's options, fitted to the connections that are free.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>The snapshot under which the rest is read; null when nothing is left to read.</summary>
    public SourceSnapshot? Snapshot { get; init; }
}
