using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Drops the objects that a run has made, so that the migration can begin anew. Rows that the run copied into existing tables
/// stay: the new run empties or drops these tables, as the flags of the old run say.</summary>
public static class Restart
{
    /// <summary>Drops what the run made, its ledger and its sessions. Returns the run's options, with this node's own. Refuses while the
    /// run's nodes live, or when other objects depend on objects that the run has made.</summary>
    public static Task<MigrationOptions> ClearAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Refusal.ToldAsync(() => CheckAndClearAsync(request, cancellationToken));
    }

    private static async Task<MigrationOptions> CheckAndClearAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        request.OnStep("drop what the former run has made");
        await using var session = await request.Target.OpenAsync(SessionPurpose.Control, cancellationToken);
        var found = await BegunMigration.FindAsync(session, cancellationToken);
        var leftovers = await Cleanup.FindAsync(request.Source, request.Target, cancellationToken);
        if (found is null || leftovers is null)
            throw ResumeRules.LedgerGone();
        await CheckAsync(request, found, leftovers, cancellationToken);
        // A node that is paused holds locks on what is to be dropped.
        await LedgerLeftovers.EndSessionsAsync(session, leftovers.Ledger.Nodes, cancellationToken);
        await MadeObjects.TakeBackAsync(session, found.Id, cancellationToken);
        var left = await MadeObjects.DropAsync(session, cancellationToken);
        if (left.Count > 0)
        {
            throw new RefusedException(
                "Not everything that the run made can be dropped, because something else depends on it, or the role "
                    + $"may not: {NameList.Of(left)}.",
                "Drop what depends on it, and try again; what is dropped already is not needed any more.");
        }

        await Cleanup.RemoveAsync(request.Source, request.Target, leftovers, cancellationToken);
        return found.Options with { Node = request.Options };
    }

    private static async Task CheckAsync(
        NodeRequest request, BegunMigration found, Leftovers leftovers, CancellationToken cancellationToken)
    {
        // A node with a recent heartbeat and no session is a process that has just ended.
        if (leftovers.Ledger.Living.Count > 0 && leftovers.InTarget.Count > 0)
            throw new RefusedException(
                $"Nodes of the migration still live: {string.Join(", ", leftovers.Ledger.Living)}.",
                "Stop them first with actormigrate stop.");
        await JoinLook.FitAsync(request, found, cancellationToken);
        await using var session = new LedgerSession(request.Target, SessionPurpose.Control);
        if (await new AdoptionLedger(session, found.Id).HasLargeObjectsAsync(cancellationToken))
            throw new RefusedException("The run has copied large objects, which cannot be told from others any more.",
                "Remove the ledger with actormigrate cleanup, and migrate into a new database.");
    }
}
