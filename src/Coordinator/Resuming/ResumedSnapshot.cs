using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>The relation of a resumed run's snapshot to the recorded one.</summary>
internal enum SnapshotOrigin
{
    /// <summary>The recorded snapshot itself: a session still held it.</summary>
    Joined,

    /// <summary>A new snapshot that sees the same rows.</summary>
    SameRows,

    /// <summary>A new snapshot; rows may have changed since the recorded one.</summary>
    New,
}

/// <summary>A snapshot to go on under, with all in-scope tables locked and seen to be what the snapshot sees.</summary>
internal sealed record ResumedSnapshot(SourceSnapshot Held, SnapshotOrigin Origin, string Text)
{
    /// <summary>Joins the snapshot where a holder lives; else takes a new one that sees the same rows; else, where that is wanted, one that
    /// may see others. Null where none of these is to be had.</summary>
    public static async Task<ResumedSnapshot?> TakeAsync(
        NodeRequest request, LostSnapshot lost, BegunMigration migration, CancellationToken cancellationToken)
    {
        var options = new SnapshotOptions { OtherIds = ct => IdsAsync(request, migration.Id, ct), Time = request.Time };
        var again = await JoinAsync(request, migration, options, cancellationToken)
            ?? await ExportAsync(request, migration, options, cancellationToken);
        try
        {
            if (again.Origin == SnapshotOrigin.New && lost == LostSnapshot.Refuse)
            {
                await again.Held.DisposeAsync();
                return null;
            }

            await LockAsync(request, migration, again.Held, cancellationToken);
            return again;
        }
        catch
        {
            await again.Held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the ids by which the ledger knows it. On a session of its own: it is asked for long after the migration was
    /// adopted.</summary>
    private static async Task<IReadOnlyList<string>> IdsAsync(
        NodeRequest request, MigrationId migration, CancellationToken cancellationToken)
    {
        await using var session = new LedgerSession(request.Target, SessionPurpose.Control);
        return await new SnapshotLedger(session, migration).LivingAsync(cancellationToken);
    }

    private static async Task<ResumedSnapshot?> JoinAsync(
        NodeRequest request, BegunMigration migration, SnapshotOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var ids = await IdsAsync(request, migration.Id, cancellationToken);
            var held = await SourceSnapshot.ImportAsync(request.Source, ids, options, cancellationToken);
            return new ResumedSnapshot(held, SnapshotOrigin.Joined, migration.SourceSnapshot);
        }
        catch (ServerFailureException lost) when (lost.Failure.Class == FailureClass.Fatal)
        {
            return null;
        }
    }

    /// <summary>Exports a snapshot that may be the former one: in one history, the same text is the same rows. Every transaction that the
    /// one sees, the other sees, and no other.</summary>
    private static async Task<ResumedSnapshot> ExportAsync(
        NodeRequest request, BegunMigration migration, SnapshotOptions options, CancellationToken cancellationToken)
    {
        var held = await SourceSnapshot.ExportAsync(request.Source, options, cancellationToken);
        try
        {
            await using var reading = await held.OpenAsync(SessionPurpose.Catalog, cancellationToken);
            var text = await SnapshotText.OfAsync(reading, cancellationToken);
            var same = text == migration.SourceSnapshot && IsSameHistory(request, migration);
            return new ResumedSnapshot(held, same ? SnapshotOrigin.SameRows : SnapshotOrigin.New, text);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells whether a standby that was promoted may have missed transactions and given their numbers to others.</summary>
    private static bool IsSameHistory(NodeRequest request, BegunMigration migration) =>
        migration.Histories.SourceTimeline is not { } then || request.Source.History.Timeline is not { } now || then == now;

    private static async Task LockAsync(
        NodeRequest request, BegunMigration migration, SourceSnapshot held, CancellationToken cancellationToken)
    {
        await using var session = new LedgerSession(request.Target, SessionPurpose.Control);
        var changed = await SnapshotLocks.TakeAsync(
            held, request.Source, migration.Options.Scope, new SnapshotLedger(session, migration.Id), cancellationToken);
        if (changed.Count > 0)
        {
            throw new RefusedException(
                $"Tables of the source were truncated, altered or dropped since the snapshot: {NameList.Of(changed)}.",
                "The snapshot cannot be read in full any more; begin anew with actormigrate resume --restart.");
        }
    }
}
