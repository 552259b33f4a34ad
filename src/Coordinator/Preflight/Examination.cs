using System.Data;
using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The input of an examination: both databases and the options of the migration between them.</summary>
public sealed record ExaminationRequest(Database Source, Database Target, MigrationOptions Options)
{
    /// <summary>Foreign keys are checked against the rows, which reads all of them.</summary>
    public bool IsDeep { get; init; }
}

/// <summary>Looks at both databases and answers what a migration would be refused for, and what it would go on with. It writes nothing,
/// takes no lock on a table, and waits for no lock of others for long. Facts that cannot be read become a
/// finding, and the rest is examined all the same.</summary>
public static class Examination
{
    private const int MostTries = 3;

    // Deparsing a definition takes a lock for a moment.
    private static readonly string Careful =
        $"SET lock_timeout = {(long)Timeouts.CheckLock.TotalMilliseconds}; SET default_transaction_read_only = on";

    /// <summary>Runs all checks.</summary>
    public static async Task<CheckReport> RunAsync(ExaminationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var examined = await ServersAsync(request, cancellationToken);
        if (examined.Servers is not null)
            examined = await ObjectsAsync(request, examined, cancellationToken);
        return new CheckReport(
            Describe(request.Source, examined.Servers?.Source), Describe(request.Target, examined.Servers?.Target),
            [.. PreflightChecks.All.Select(check => check.Of(examined))]);
    }

    private static Task<Examined> ServersAsync(ExaminationRequest request, CancellationToken cancellationToken)
    {
        var examined = new Examined(request.Options);
        return ReadAsync(
            examined, PreflightChecks.Connecting,
            async () => examined with
            {
                Servers = await ServerLook.SeeAsync(request.Source, request.Target, forLedger: true, cancellationToken),
            });
    }

    private static async Task<Examined> ObjectsAsync(ExaminationRequest request, Examined examined, CancellationToken cancellationToken)
    {
        DatabaseCatalog? catalog = null;
        examined = await ReadAsync(examined, PreflightChecks.Scope, async () =>
        {
            for (var tries = 1; catalog is null; tries++)
                catalog = await SourceAsync(request, examined, seen => examined = seen, isLast: tries == MostTries, cancellationToken);
            return examined;
        }, () => examined);
        if (catalog is null)
            return examined;
        catalog = catalog with { TargetDiffers = DatabaseLocale.Difference(examined.Servers!.Source, examined.Servers.Target) };
        return await ReadAsync(examined, PreflightChecks.Names, async () =>
        {
            await using var session = await OpenAsync(request.Target, cancellationToken);
            await using var beside = await OpenAsync(request.Target, cancellationToken);
            return examined with
            {
                Target = await TargetLook.SeeAsync(
                    session, beside, catalog, examined.Source!, request.Options, examined.Servers!, cancellationToken),
            };
        });
    }

    /// <summary>Reads the source's objects and returns their catalog, without locks: null when one of them was dropped or altered during
    /// the read, because its definition is then missing. <paramref name="see"/> receives each fact once it is read, so that it is kept when
    /// a later read fails.</summary>
    private static async Task<DatabaseCatalog?> SourceAsync(
        ExaminationRequest request, Examined examined, Action<Examined> see, bool isLast, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(request.Source, cancellationToken);
        await using var transaction = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(session, request.Options.Scope, cancellationToken);
        var source =
            await SourceLook.SeeAsync(session, session, examined.Servers!.Source.Role, request.Options.Scope, tables, cancellationToken);
        source = source with { Locks = await LockTable.OfAsync(session, cancellationToken) };
        see(examined with { Source = source });
        try
        {
            var catalog = await CatalogReader.ReadAsync(session, request.Options.Scope, cancellationToken);
            catalog = await CatalogReader.WithServerUsesAsync(
                session, catalog, examined.Servers.Target.MajorVersion, cancellationToken);
            if (request.IsDeep)
                see(examined with { Source = await DeeplyAsync(session, source, examined.Servers.Target.Encoding, cancellationToken) });
            return catalog;
        }
        catch (Exception gone) when (!isLast && VanishedObject.MayExplain(gone))
        {
            return null;
        }
        catch (InvalidCastException)
        {
            await using var outside = await OpenAsync(request.Source, cancellationToken);
            var changed = await SourceTables.ChangedAsync(session, outside, tables, cancellationToken);
            if (changed.Count == 0)
                throw;
            throw new RefusedException(
                "The source's definitions could not be read in one piece: tables were altered or dropped "
                    + $"meanwhile: {NameList.Of(changed)}.",
                "Check again when no other session changes the schema.");
        }
    }

    /// <summary>Reads rows, too.</summary>
    private static async Task<SourceSeen> DeeplyAsync(
        NpgsqlConnection session, SourceSeen source, string targetEncoding, CancellationToken cancellationToken) => source with
    {
        ForeignKeys = await ForeignKeyLook.SeeAsync(session, source.Tables, cancellationToken),
        Texts = TextLook.IsNeeded(session.PostgresParameters["server_encoding"], targetEncoding)
            ? await TextLook.SeeAsync(session, targetEncoding, source.Tables, cancellationToken)
            : [],
    };

    private static async Task<NpgsqlConnection> OpenAsync(Database database, CancellationToken cancellationToken)
    {
        var session = await database.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        await using var careful = new NpgsqlCommand(Careful, session);
        await careful.ExecuteNonQueryAsync(cancellationToken);
        return session;
    }

    /// <summary>Does <paramref name="read"/>; what it is refused for becomes a finding of the check <paramref name="name"/>.</summary>
    private static async Task<Examined> ReadAsync(Examined before, string name, Func<Task<Examined>> read, Func<Examined>? sofar = null)
    {
        try
        {
            return await read();
        }
        catch (CheckFailureException failed)
        {
            return before with { Unread = [.. before.Unread, .. failed.Fails.Select(fail => (failed.Check, fail))] };
        }
        catch (Exception cause) when (Refusal.Of(cause) is RefusedException refused)
        {
            var kept = sofar?.Invoke() ?? before;
            return kept with { Unread = [.. kept.Unread, (name, Unread(name, cause, refused, kept.Source?.Holders ?? []))] };
        }
    }

    private static CheckFinding Unread(string name, Exception cause, RefusedException refused, IReadOnlyList<LockHolder> holders) =>
        cause is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } && holders.Count > 0
            ? CheckFinding.Fail(
                name, "The source's definitions could not be read, because tables are locked by others: "
                    + $"{LockHolder.Join(holders)}", LockHolder.Remedy(holders))
            : CheckFinding.Fail(name, refused.Message, refused.Remedy);

    private static string Describe(Database database, ServerFacts? facts) =>
        database.Connection.Describe() + (facts is null ? "" : $" (PostgreSQL {facts.Version})");
}
