using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Makes the node that the cluster has elected the coordinator. The ledger issues its term and holds everything that it needs,
/// except the snapshot, which this node holds itself.</summary>
public static class TakeOver
{
    /// <summary>Takes the next term. Null while this node does not hold the snapshot that the rest is to be read under, and when the
    /// migration has ended. Throws <see cref="NodeLostException"/> where the others have ended this node's row.</summary>
    public static async Task<RunRequest?> TryAsync(JoinedMigration joined, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(joined);
        var migration = await BegunMigration.FindAsync(joined.Request.Target, cancellationToken);
        if (migration is not { Outcome: null } || (migration.Phase <= Phase.TransferData && !joined.Snapshot.IsReady))
            return null;
        var adoption = new AdoptionLedger(joined.Ledger, joined.Migration);
        return await adoption.TakeTermAsync(joined.Request.Node, cancellationToken) is { } term
            ? await RequestAsync(joined, term, adoption, cancellationToken)
            : throw new NodeLostException();
    }

    private static async Task<RunRequest> RequestAsync(
        JoinedMigration joined, CoordinatorTerm term, AdoptionLedger adoption, CancellationToken cancellationToken)
    {
        var migration = await BegunMigration.FindAsync(joined.Request.Target, cancellationToken)
            ?? throw new CoordinatorReplacedException(joined.Migration, term.Term);
        var outstanding = await adoption.OutstandingAsync(retriesFailed: false, cancellationToken);
        return new RunRequest
        {
            Id = joined.Migration,
            Coordinator = term.Coordinator,
            NodeName = joined.Request.NodeName,
            Source = joined.Request.Source,
            Target = joined.Request.Target,
            Options = migration.Options with { Node = joined.Node },
            ToolVersion = joined.Request.ToolVersion,
            Time = joined.Request.Time,
            Address = joined.Request.Address,
            WantsTimeline = joined.Request.WantsTimeline,
            Adopted = new Adopted
            {
                Term = term,
                Phase = ResumePoint.Of(migration.Phase, null, outstanding.CopiesPlanned),
                Source = joined.Source,
                Target = joined.Target,
                Node = joined.Node,
                Times = migration.Times,
                Snapshot = joined.Snapshot.Held,
            },
        };
    }
}
