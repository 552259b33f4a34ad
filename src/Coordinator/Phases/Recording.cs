using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Records a migration and its whole plan, which appear in the target together or not at all. What fails for a transient reason is
/// tried again: once the answer to the commit is lost, only the next try tells whether the ledger stands.</summary>
internal static class Recording
{
    public static async Task DoAsync(Run run, Looked looked, CancellationToken cancellationToken)
    {
        var plan = await CopiesAhead.AddAsync(run, looked.Plan, cancellationToken);
        await LedgerRetry.RunAsync(run, () => RecordAsync(run, looked with { Plan = plan }, cancellationToken), cancellationToken);
        run.Recorded = true;
        await LedgerRetry.RunAsync(
            run, () => run.Nodes.JoinedAsync(run.Request.Coordinator, cancellationToken), cancellationToken);
        run.SnapshotRecord = await LedgerRetry.RunAsync(
            run,
            () => SnapshotRecord.KeepAsync(run.Snapshot!, run.Snapshots, run.Request.Coordinator, run.Request.Time, cancellationToken),
            cancellationToken);
    }

    /// <summary>Makes the ledger, or finds that an earlier try has made it. A try that is still under way in the target is waited for,
    /// because both make the same schema.</summary>
    private static async Task RecordAsync(Run run, Looked looked, CancellationToken cancellationToken)
    {
        await using var session = await run.Request.Target.OpenAsync(SessionPurpose.Control, cancellationToken);
        try
        {
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            await ControlSchema.CreateAsync(session, cancellationToken);
            await RefuseChangedTargetAsync(session, looked.Read.Catalog, looked.Found, cancellationToken);
            await MigrationLedger.RecordAsync(session, DraftOf(run, looked), run.Elapsed, cancellationToken);
            await PlanLedger.WriteAsync(session, run.Request.Id, looked.Plan, cancellationToken);
            await NodeLedger.RegisterAsync(
                session, run.Request.Id, OwnNode.Draft(run.Request.Coordinator, run.Request.NodeName, run.Request.ToolVersion, run.Node,
                    run.Request.Address), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.UniqueViolation)
        {
            if ((await ControlSchema.FindAsync(session, cancellationToken))?.Id == run.Request.Id)
                return;
            throw new RefusedException("Another migration into the target began at the same moment.", "Wait until it is over.", e);
        }
    }

    private static MigrationDraft DraftOf(Run run, Looked looked) => new(
        run.Request.Id, run.Request.ToolVersion, run.Source, run.Target, looked.Seen.Source.Identity, looked.Read.Snapshot,
        PayloadJson.Write(run.Options), run.Request.Coordinator)
    {
        SourceTimeline = looked.Seen.Source.Timeline,
        TargetIdentity = looked.Seen.Target.Identity,
        TargetTimeline = looked.Seen.Target.Timeline,
    };

    /// <summary>Refuses a target that has changed since it was examined. Only the control schema excludes other migrations, and it did not
    /// exist until now. Another migration may have ended meanwhile and left its tables, which this migration must not treat as its
    /// own.</summary>
    private static async Task RefuseChangedTargetAsync(
        NpgsqlConnection inTransaction, DatabaseCatalog catalog, TargetInspection found, CancellationToken cancellationToken)
    {
        var now = await TargetInspector.TablesThereAsync(inTransaction, catalog, cancellationToken);
        if (now.SetEquals(found.Tables.Select(table => table.Target)))
            return;
        throw new RefusedException(
            "Tables were created or dropped in the target while the migration began.",
            "Look at the target's tables; to migrate into it, choose what happens to existing tables: --drop-existing-tables "
                + "or --truncate-existing-tables.");
    }
}
