using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>What a node was given that wants to take part in a migration which others lead.</summary>
public sealed record JoinRequest
{
    /// <summary>The node's id, chosen for this one time.</summary>
    public required NodeId Node { get; init; }

    /// <summary>The name that the node goes by; null for one of its host and process.</summary>
    public string? NodeName { get; init; }

    /// <summary>The source.</summary>
    public required Database Source { get; init; }

    /// <summary>The target, which holds the ledger.</summary>
    public required Database Target { get; init; }

    /// <summary>What the node takes on; the migration's own retries, lease and index memory win over these.</summary>
    public required NodeOptions Options { get; init; }

    /// <summary>The version of the tool, which must be the migration's.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Wait for a migration to begin, where there is none.</summary>
    public required bool Wait { get; init; }

    /// <summary>Local time, for waits only.</summary>
    public required TimeProvider Time { get; init; }
}

/// <summary>A node's place in a migration that others lead.</summary>
public sealed record Joined(
    JoinRequest Request, MigrationId Migration, string Source, string Target, NodeOptions Node, SnapshotCustody Snapshot, LedgerSession Ledger) : IAsyncDisposable
{
    /// <summary>Its place in the ledger.</summary>
    public Presence Presence { get; } = new(Migration, Request.Node, Source, Target, Ledger, Request.Time);

    /// <summary>Lets go of the snapshot and of the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        await Snapshot.DisposeAsync();
        await Ledger.DisposeAsync();
    }
}
