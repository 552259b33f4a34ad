using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Input for joining or resuming a recorded migration.</summary>
public sealed record NodeRequest
{
    /// <summary>The node's id, chosen for this one time.</summary>
    public required NodeId Node { get; init; }

    /// <summary>The name that the node goes by; null for one of its host and process.</summary>
    public string? NodeName { get; init; }

    /// <summary>The source.</summary>
    public required Database Source { get; init; }

    /// <summary>The target, which holds the ledger.</summary>
    public required Database Target { get; init; }

    /// <summary>The node's own settings; the recorded migration's shared ones come from the ledger.</summary>
    public required NodeOptions Options { get; init; }

    /// <summary>The version of the tool, which must be the migration's.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The migration that this process has taken part in before, as another node; null when it comes for the first time.</summary>
    public MigrationId? TookPartIn { get; init; }

    /// <summary>The process began or resumed the migration, and follows now: it is no worker.</summary>
    public bool HasLed { get; init; }

    /// <summary>The address of the node's actor system; null where it has none.</summary>
    public NodeAddress? Address { get; init; }

    /// <inheritdoc cref="RunRequest.WantsTimeline"/>
    public bool WantsTimeline { get; init; }

    /// <summary>Takes the words of each step that begins, since a step may take minutes where there are many tables.</summary>
    public Action<string> OnStep { get; init; } = _ => { };

    /// <summary>Takes a notice for the user.</summary>
    public Action<string> OnNotice { get; init; } = _ => { };

    /// <summary>Local time, for waits only.</summary>
    public required TimeProvider Time { get; init; }
}
