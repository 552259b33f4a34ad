using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Takes what the first look at both servers found, and only then touches the target: the control schema and the migration's row
/// in it are the first things that are made.</summary>
internal sealed class ExtractSourceSchema : IPhaseWork
{
    private const int MostNoticed = 20;

    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        var looked = run.Request.Look is { } look
            ? await look.LookedAsync(cancellationToken)
            : await MigrationLook.TakeAsync(run.Request, cancellationToken);
        run.See(looked);
        if (run.Request.Reviewed is { } reviewed)
            PlanDrift.Refuse(reviewed, looked.ReviewOf(run));
        ForetellLeftOut(run, looked.Plan.NotMigrated);
        await RecordAsync(run, looked, cancellationToken);
    }

    /// <summary>Says before anything is touched what will be missing in the target.</summary>
    private static void ForetellLeftOut(Run run, IReadOnlyCollection<NotMigrated> left)
    {
        foreach (var one in left.Take(MostNoticed))
            run.Notice($"will be left out: {one.Kind} {one.Name}. {one.Reason}");
        if (left.Count > MostNoticed)
            run.Notice($"will be left out: {left.Count - MostNoticed} more objects; the summary names them");
    }

    /// <summary>Records the migration and its whole plan, which appear in the target together or not at all.</summary>
    private static async Task RecordAsync(Run run, Looked looked, CancellationToken cancellationToken)
    {
        var (seen, read, found) = (looked.Seen, looked.Read, looked.Found);
        var plan = await CopiesAhead.AddAsync(run, looked.Plan, cancellationToken);
        var draft = new MigrationDraft(
            run.Request.Id, run.Request.ToolVersion, run.Source, run.Target, seen.Source.Identity, read.Snapshot,
            PayloadJson.Write(run.Options), run.Request.Coordinator)
        {
            SourceTimeline = seen.Source.Timeline,
            TargetIdentity = seen.Target.Identity,
            TargetTimeline = seen.Target.Timeline,
        };
        await using var session = await run.Request.Target.OpenAsync(SessionPurpose.Control, cancellationToken);
        await using var transaction = await session.BeginTransactionAsync(cancellationToken);
        try
        {
            await ControlSchema.CreateAsync(session, cancellationToken);
            await RefuseChangedTargetAsync(session, read.Catalog, found, cancellationToken);
            await MigrationLedger.RecordAsync(session, draft, run.Elapsed, cancellationToken);
            await PlanLedger.WriteAsync(session, draft.Id, plan, cancellationToken);
            await NodeLedger.RegisterAsync(
                session, run.Request.Id, OwnNode.Draft(run.Request.Coordinator, run.Request.NodeName, run.Request.ToolVersion, run.Node,
                    run.Request.Address), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.UniqueViolation)
        {
            throw new RefusedException("Another migration into the target began at the same moment.", "Wait until it is over.", e);
        }

        run.Recorded = true;
        await run.Nodes.JoinedAsync(run.Request.Coordinator, cancellationToken);
        run.SnapshotRecord =
            await SnapshotRecord.KeepAsync(run.Snapshot!, run.Snapshots, run.Request.Coordinator, run.Request.Time, cancellationToken);
    }

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
