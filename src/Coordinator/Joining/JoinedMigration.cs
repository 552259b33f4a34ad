using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>A node's place in a migration that others lead.</summary>
public sealed record JoinedMigration(
    NodeRequest Request, MigrationId Migration, string Source, string Target, SharedOptions Shared, NodeOptions Node,
    SnapshotCustody Snapshot,
    LedgerSession Ledger) : IAsyncDisposable
{
    /// <summary>The node's place in the ledger.</summary>
    public NodeRegistration Registration { get; } = new(Migration, Request.Node, Source, Target, Ledger, Request.Time)
        { WantsTimeline = Request.WantsTimeline };

    /// <summary>Releases the snapshot and closes the session with the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        await Snapshot.DisposeAsync();
        await Ledger.DisposeAsync();
    }
}
