using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Runs all checks, takes the snapshot, locks and reads the source under it, and plans the schema. Nothing is written on either
/// side; the snapshot goes to the request's <see cref="RunKeep"/>.</summary>
internal sealed class MigrationLook
{
    private const int SnapshotTries = 3;

    // The coordinator's three sessions, and with which its node begins.
    private static readonly SessionPurpose[] OfRun =
    [
        SessionPurpose.Control, SessionPurpose.Control, SessionPurpose.Control,
        SessionPurpose.Control, SessionPurpose.Schema, SessionPurpose.Heartbeat, SessionPurpose.Lease,
    ];

    private readonly RunRequest request;
    private readonly bool follows;
    private readonly List<string> notices = [];

    private MigrationLook(RunRequest request, bool follows) => (this.request, this.follows) = (request, follows);

    /// <summary>Checks, takes the snapshot, reads and plans; nothing is written on either side. Where the migration
    /// <paramref name="follows"/>, sessions for it are opened meanwhile.</summary>
    public static async Task<Looked> TakeAsync(RunRequest request, bool follows, CancellationToken cancellationToken)
    {
        try
        {
            return await new MigrationLook(request, follows).TakeAsync(cancellationToken);
        }
        catch
        {
            await request.Source.CloseAheadAsync();
            await request.Target.CloseAheadAsync();
            throw;
        }
    }

    private async Task<Looked> TakeAsync(CancellationToken cancellationToken)
    {
        var seen = await ServerLook.SeeAsync(
            request.Source, request.Target, forLedger: true, cancellationToken,
            whenProbed: () => request.Source.OpenAhead([SessionPurpose.Snapshot], cancellationToken));
        Examined examined;
        SourceRead read;
        try
        {
            (examined, read) = await PreflightAsync(new Examined(request.Options) { Servers = seen }, cancellationToken);
        }
        catch (Exception cause) when (PreflightGate.FailsOf(cause) is not null)
        {
            await request.Keep.DisposeAsync();
            throw await PreflightGate.RefusalAsync(cause, request, cancellationToken);
        }

        var schema = examined.Target!.Plan;
        notices.AddRange(ObjectNotices.Of(
            schema.ComesAlong, one => $"also migrated, because an object in scope needs it: {one}",
            more => $"also migrated: {more} more objects"));
        var copied = read.Catalog.Without(schema.LeftTables);
        var options = request.Options with
            { Validation = request.Options.Validation with { SameHashes = DatabaseLocale.HashesTextAlike(read.Catalog.TargetDiffers) } };
        var lots = LotPolicy.At(request.Target.RoundTrip);
        var plan = options.Content == MigrationContent.SchemaOnly
            ? LedgerPlan.Of(schema, [], [], options, lots)
            : LedgerPlan.Of(schema, copied.Tables, copied.LoadRoots, options, lots);
        plan = plan with { Findings = [.. plan.Findings, .. DatabaseLocale.Findings(seen.Source, seen.Target)] };
        return new Looked(seen, ServerRules.Fit(seen, request.Options.Node)!, read, plan, examined.Target.Inspection, notices);
    }

    /// <summary>Runs all checks, each group as soon as its facts are there, and reads the source under a snapshot.</summary>
    private async Task<(Examined Examined, SourceRead Read)> PreflightAsync(Examined examined, CancellationToken cancellationToken)
    {
        var seen = examined.Servers!;
        Pass(PreflightChecks.OfServers, examined);
        request.Target.OpenAhead([SessionPurpose.Catalog, SessionPurpose.Catalog], cancellationToken);
        request.Source.OpenAhead([SessionPurpose.Preflight, SessionPurpose.Catalog, SessionPurpose.Catalog], cancellationToken);
        (examined, var read) = await SnapshotAsync(examined, cancellationToken);
        read = read with { Catalog = read.Catalog with { TargetDiffers = DatabaseLocale.Difference(seen.Source, seen.Target) } };
        await using var session = await request.Target.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        await using var beside = await request.Target.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        if (follows)
            request.Target.OpenAhead(OfRun, cancellationToken);
        var target = await TargetLook.SeeAsync(
            session, beside, read.Catalog, examined.Source!, request.Options, seen, cancellationToken);
        return (Pass(PreflightChecks.OfTarget, examined with { Target = target }), read);
    }

    /// <summary>Reads the source. A table that is truncated, altered or dropped between the snapshot and its lock makes a new snapshot
    /// necessary.</summary>
    private async Task<(Examined Examined, SourceRead Read)> SnapshotAsync(Examined examined, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            request.Keep.Snapshot = await SourceSnapshot.ExportAsync(
                request.Source, new SnapshotOptions { OtherIds = stop => request.Keep.OtherIdsAsync(stop), GathersLater = true },
                cancellationToken);
            IReadOnlyList<QualifiedName> changed;
            try
            {
                (examined, var read, changed) = await LockAndReadAsync(examined, cancellationToken);
                if (read is not null)
                    return (examined, read);
            }
            catch (Exception gone) when (tries < SnapshotTries && VanishedObject.MayExplain(gone))
            {
                await request.Keep.DisposeAsync();
                continue;
            }

            await request.Keep.DisposeAsync();
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
    private async Task<(Examined Examined, SourceRead? Read, IReadOnlyList<QualifiedName> Changed)> LockAndReadAsync(
        Examined examined, CancellationToken cancellationToken)
    {
        await using var opening = new SessionOpening(request.Source.OpenAsync(SessionPurpose.Preflight, cancellationToken));
        await using var second = new SessionOpening(request.Keep.Snapshot!.OpenAsync(SessionPurpose.Catalog, cancellationToken));
        await using var reading = await request.Keep.Snapshot!.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(reading, request.Options.Scope, cancellationToken);
        var outside = await opening.Session;
        var source =
            await SourceLook.SeeAsync(reading, outside, examined.Servers!.Source.Role, request.Options.Scope, tables, cancellationToken);
        examined = Pass(PreflightChecks.OfSource, examined with { Source = source });
        tables = await SourceTables.LargestFirstAsync(reading, tables, cancellationToken);
        var names = tables.Select(table => table.Name).ToList();
        if (await TryLockAsync(names, cancellationToken) is not { } unlocked)
            return (examined, null, names);
        var changed = await SourceTables.ChangedAsync(reading, outside, tables, cancellationToken);
        if (changed.Count > 0)
            return (examined, null, changed);
        var catalog = await CatalogReader.ReadAsync(reading, await second.Session, request.Options.Scope, cancellationToken);
        catalog = await CatalogReader.WithServerUsesAsync(
            reading, catalog, examined.Servers!.Target.MajorVersion, cancellationToken);
        if (unlocked.Count > 0)
        {
            // No lock kept these tables as they were while their definitions were read.
            changed = await SourceTables.ChangedAsync(reading, outside, tables, cancellationToken);
            if (changed.Count > 0)
                return (examined, null, changed);
            notices.Add(await TableRefusals.CheckedAsync(request.Source, unlocked, names.Count, cancellationToken));
        }

        return (examined, new SourceRead(catalog, await SnapshotText.OfAsync(reading, cancellationToken)), []);
    }

    /// <summary>Returns the tables for which the lock table has no room, or null when a table or schema goes by its name no more.</summary>
    private async Task<IReadOnlyList<QualifiedName>?> TryLockAsync(
        IReadOnlyList<QualifiedName> names, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Keep.Snapshot!.LockAsync(names, cancellationToken);
        }
        catch (ServerFailureException gone)
            when (gone.Failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    /// <summary>Runs checks, and notes their warnings.</summary>
    private Examined Pass(IReadOnlyList<Check> checks, Examined examined)
    {
        notices.AddRange(PreflightGate.Pass(checks, examined));
        return examined;
    }
}
