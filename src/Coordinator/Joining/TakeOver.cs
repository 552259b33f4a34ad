using ActorMigrate.Control;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Makes a node that follows the coordinator, when the former one has left or is dead. The ledger decides who: the change of the
/// term is compare and set. What the new coordinator needs stands in the ledger; the snapshot, in this node's own custody.</summary>
public static class TakeOver
{
    /// <summary>Takes the place of the former coordinator. Null when another was quicker, when the former one lives after all, or while
    /// this node does not hold the snapshot that the rest is to be read under.</summary>
    public static async Task<RunRequest?> TryAsync(Joined joined, Phase phase, CoordinatorGone gone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(joined);
        ArgumentNullException.ThrowIfNull(gone);
        if (phase <= Phase.TransferData && !joined.Snapshot.IsReady)
            return null;
        var term = await new AdoptionLedger(joined.Ledger, joined.Migration).AdoptAsync(
            gone.Former, gone.LastBeat, joined.Request.Node, reopen: false, cancellationToken);
        return term is { } taken ? await RequestAsync(joined, taken, cancellationToken) : null;
    }

    /// <summary>What a node coordinates with that the ledger names as coordinator in <paramref name="term"/> already.</summary>
    public static async Task<RunRequest> RequestAsync(Joined joined, CoordinatorTerm term, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(joined);
        var migration = await BegunMigration.FindAsync(joined.Request.Target, cancellationToken)
            ?? throw new CoordinatorReplacedException(joined.Migration, term.Term);
        var outstanding = await new AdoptionLedger(joined.Ledger, joined.Migration).OutstandingAsync(cancellationToken);
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
            Adopted = new Adopted
            {
                Term = term,
                Phase = ResumePoint.Of(migration.Phase, null, outstanding.CopiesPlanned),
                Source = joined.Source,
                Target = joined.Target,
                Node = joined.Node,
                Snapshot = joined.Snapshot.Held,
            },
        };
    }
}
