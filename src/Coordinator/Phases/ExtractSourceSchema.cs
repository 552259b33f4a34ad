using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Runs all checks, takes the snapshot, locks and reads the source under it, plans the schema, and only
/// then touches the target: the control schema and the migration's row in it are the first things that are made.</summary>
internal sealed class ExtractSourceSchema : IPhaseWork
{
    private const int SnapshotTries = 3;
    private const int MostNoticed = 20;

    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        var looked = await LookAsync(run, cancellationToken);
        if (run.Request.Reviewed is { } reviewed)
            PlanDrift.Refuse(reviewed, looked.ReviewOf(run));
        ForetellLeftOut(run, looked.Plan.NotMigrated);
        await Recording.DoAsync(run, looked, cancellationToken);
    }

    /// <summary>Both servers as they were found, and the plan that follows from them.</summary>
    internal sealed record Looked(ServersSeen Seen, SourceRead Read, PlanDraft Plan, TargetInspection Found)
    {
        /// <summary>Returns the plan in the form in which it is reviewed.</summary>
        public ReviewedPlan ReviewOf(Run run) => ReviewedPlan.Of(run, (Seen.Source, Seen.Target), Read.Catalog, Found);
    }

    /// <summary>Checks, takes the snapshot, reads and plans; nothing is written on either side.</summary>
    internal static async Task<Looked> LookAsync(Run run, CancellationToken cancellationToken)
    {
        var seen = await Examination.ServersAsync(run.Request.Source, run.Request.Target, cancellationToken);
        Examined examined;
        SourceRead read;
        try
        {
            (examined, read) = await PreflightAsync(run, new Examined(run.Options) { Servers = seen }, cancellationToken);
        }
        catch (Exception cause) when (PreflightGate.FailsOf(cause) is not null)
        {
            await run.ReleaseSnapshotAsync();
            throw await PreflightGate.RefusalAsync(cause, run.Request, cancellationToken);
        }

        var schema = examined.Target!.Plan;
        ForetellComingAlong(run, schema.ComesAlong);
        var copied = read.Catalog.Without(schema.LeftTables);
        var options = run.Options with
            { Validation = run.Options.Validation with { SameHashes = DatabaseLocale.HashesTextAlike(read.Catalog.TargetDiffers) } };
        var plan = options.Content == MigrationContent.SchemaOnly
            ? LedgerPlan.Of(schema, [], [], options)
            : LedgerPlan.Of(schema, copied.Tables, copied.LoadRoots, options);
        plan = plan with { Findings = [.. plan.Findings, .. DatabaseLocale.Findings(seen.Source, seen.Target)] };
        return new Looked(seen, read, plan, examined.Target.Inspection);
    }

    /// <summary>Runs all checks, each group as soon as its facts are there, and reads the source under a snapshot.</summary>
    private static async Task<(Examined Examined, SourceRead Read)> PreflightAsync(
        Run run, Examined examined, CancellationToken cancellationToken)
    {
        var seen = examined.Servers!;
        PreflightGate.Pass(run, PreflightChecks.OfServers, examined);
        run.See(seen, ServerRules.Fit(seen, run.Options.Node)!);
        (examined, var read) = await SnapshotAsync(run, examined, cancellationToken);
        read = read with { Catalog = read.Catalog with { TargetDiffers = DatabaseLocale.Difference(seen.Source, seen.Target) } };
        await using var session = await run.Request.Target.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var target =
            await TargetLook.SeeAsync(session, read.Catalog, examined.Source!, run.Options, seen.Target.VersionNumber, cancellationToken);
        return (PreflightGate.Pass(run, PreflightChecks.OfTarget, examined with { Target = target }), read);
    }

    /// <summary>The catalogs as read under the snapshot, and <c>pg_current_snapshot()</c> there.</summary>
    internal sealed record SourceRead(DatabaseCatalog Catalog, string Snapshot);

    /// <summary>Reads the source. A table that is truncated, altered or dropped between the snapshot and its lock makes a new snapshot
    /// necessary.</summary>
    private static async Task<(Examined Examined, SourceRead Read)> SnapshotAsync(
        Run run, Examined examined, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            run.Snapshot = await SourceSnapshot.ExportAsync(
                run.Request.Source, new SnapshotOptions { OtherIds = run.OtherSnapshotIdsAsync }, cancellationToken);
            IReadOnlyList<QualifiedName> changed;
            try
            {
                (examined, var read, changed) = await LockAndReadAsync(run, examined, cancellationToken);
                if (read is not null)
                    return (examined, read);
            }
            catch (Exception gone) when (tries < SnapshotTries && VanishedObject.MayExplain(gone))
            {
                await run.ReleaseSnapshotAsync();
                continue;
            }

            await run.ReleaseSnapshotAsync();
            if (tries == SnapshotTries)
            {
                throw new RefusedException(
                    $"Tables are truncated, rewritten or altered again and again while the migration begins: {NameList.Of(changed)}.",
                    "Keep other sessions from changing the schema for the first seconds of the migration.");
            }
        }
    }

    /// <summary>Locks first, because the catalogs of a table that someone alters cannot be read in one piece: sizes and deparsed text
    /// are of now, rows of the catalogs are of the snapshot. Answers with the tables that changed before they were locked.</summary>
    private static async Task<(Examined Examined, SourceRead? Read, IReadOnlyList<QualifiedName> Changed)> LockAndReadAsync(
        Run run, Examined examined, CancellationToken cancellationToken)
    {
        await using var reading = await run.Snapshot!.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(reading, run.Options.Scope, cancellationToken);
        await using var outside = await run.Request.Source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        var source =
            await SourceLook.SeeAsync(reading, outside, examined.Servers!.Source.Role, run.Options.Scope, tables, cancellationToken);
        examined = PreflightGate.Pass(run, PreflightChecks.OfSource, examined with { Source = source });
        tables = await SourceTables.LargestFirstAsync(reading, tables, cancellationToken);
        var names = tables.Select(table => table.Name).ToList();
        if (await TryLockAsync(run, names, cancellationToken) is not { } unlocked)
            return (examined, null, names);
        var changed = await SourceTables.ChangedAsync(reading, outside, tables, cancellationToken);
        if (changed.Count > 0)
            return (examined, null, changed);
        var catalog = await CatalogReader.ReadAsync(reading, run.Options.Scope, cancellationToken);
        if (unlocked.Count > 0)
        {
            // No lock kept these tables as they were while their definitions were read.
            changed = await SourceTables.ChangedAsync(reading, outside, tables, cancellationToken);
            if (changed.Count > 0)
                return (examined, null, changed);
            run.Notice(await TableRefusals.CheckedAsync(run.Request.Source, unlocked, names.Count, cancellationToken));
        }

        return (examined, new SourceRead(catalog, await SnapshotText.OfAsync(reading, cancellationToken)), []);
    }

    /// <summary>Returns the tables for which the lock table has no room, or null when a table or schema goes by its name no more.</summary>
    private static async Task<IReadOnlyList<QualifiedName>?> TryLockAsync(
        Run run, IReadOnlyList<QualifiedName> names, CancellationToken cancellationToken)
    {
        try
        {
            return await run.Snapshot!.LockAsync(names, cancellationToken);
        }
        catch (ServerFailureException gone)
            when (gone.Failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    private static void ForetellComingAlong(Run run, IReadOnlyList<string> objects)
    {
        foreach (var one in objects.Take(MostNoticed))
            run.Notice($"also migrated, because an object in scope needs it: {one}");
        if (objects.Count > MostNoticed)
            run.Notice($"also migrated: {objects.Count - MostNoticed} more objects");
    }

    /// <summary>Says before anything is touched what will be missing in the target.</summary>
    private static void ForetellLeftOut(Run run, IReadOnlyCollection<NotMigrated> left)
    {
        foreach (var one in left.Take(MostNoticed))
            run.Notice($"will be left out: {one.Kind} {one.Name}. {one.Reason}");
        if (left.Count > MostNoticed)
            run.Notice($"will be left out: {left.Count - MostNoticed} more objects; the summary names them");
    }
}
