using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>A migration that this process coordinates from here on.</summary>
public sealed record Adopted
{
    /// <summary>The term that entitles this process to write.</summary>
    public required CoordinatorTerm Term { get; init; }

    /// <summary>The phase in which the migration goes on.</summary>
    public required Phase Phase { get; init; }

    /// <summary>The source and the target, for people.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>The node's options, fitted to the connections that are free.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>The times at which the migration and its phase began.</summary>
    public required MigrationTimes Times { get; init; }

    /// <summary>The directive that had paused or stopped the migration, which resuming it has ended; null where there was none.</summary>
    public RunDirective? Ended { get; init; }

    /// <summary>The snapshot under which the rest is read; null when nothing is left to read.</summary>
    public SourceSnapshot? Snapshot { get; init; }
}
