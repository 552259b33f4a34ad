using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator;

/// <summary>The input of one migration's coordinator, for all of its phases.</summary>
public sealed record RunRequest
{
    /// <summary>The migration that is to be recorded.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The node that coordinates it.</summary>
    public required NodeId Coordinator { get; init; }

    /// <summary>The name that the node goes by; null for one of its host and process.</summary>
    public string? NodeName { get; init; }

    /// <summary>The source.</summary>
    public required Database Source { get; init; }

    /// <summary>The target.</summary>
    public required Database Target { get; init; }

    /// <summary>The options of the migration.</summary>
    public required MigrationOptions Options { get; init; }

    /// <summary>The version of the tool, for the ledger.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Local time, for the report's start only; everything else goes by the target's clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The address of the node's actor system; null where it has none.</summary>
    public NodeAddress? Address { get; init; }

    /// <summary>The plan that was reviewed, which the migration is to keep; null where none was.</summary>
    public ReviewedPlan? Reviewed { get; init; }

    /// <summary>The first look at both servers, with which a new migration begins; null where a recorded one goes on.</summary>
    public FirstLook? Look { get; init; }

    /// <summary>The summary is to have the timeline, which takes longer to read the more attempts there were.</summary>
    public bool WantsTimeline { get; init; }

    /// <summary>The parts of the run that outlive the coordinator of this process.</summary>
    public RunKeep Keep { get; init; } = new();

    /// <summary>The recorded migration that this run continues, or null for one that is yet to be recorded.</summary>
    public Adopted? Adopted { get; init; }

    /// <summary>The ids of the run's spans.</summary>
    public TraceIds Trace => new(Id, Adopted?.Times.ResumedAt);
}
