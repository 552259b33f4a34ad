using System.Globalization;
using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Host.Composition;

/// <summary>Reads the source under a snapshot, with its tables locked as a migration locks them, and writes the plan out.</summary>
internal sealed class SchemaRunner(TimeProvider time, Action<string> tell) : ISchemaRunner
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<NotMigrated>> WriteAsync(
        RunSettings settings, int? targetMajor, TextWriter output, CancellationToken cancellationToken)
    {
        await using var source = Databases.Of(settings.Source, Side.Source);
        await using var silence = SilenceWatch.Begin(time, tell, source);
        try
        {
            var catalog = await ReadAsync(source, settings.Options.Scope, cancellationToken);
            var version = targetMajor * 10000 ?? catalog.ServerVersion;
            var plan =
                SchemaPlanner.Plan(catalog, SchemaPlanning.OptionsOf(settings.Options, version, target: null) with { Analyze = false });
            if (plan.Inexpressible.Count > 0)
                throw Inexpressible(plan, version);
            SchemaScript.Write(plan, Head(source, catalog.ServerVersion, version), output);
            await output.FlushAsync(cancellationToken);
            return plan.NotMigrated;
        }
        catch (Exception error) when (error is NpgsqlException or ServerFailureException)
        {
            var failure = SqlStates.Classify(error);
            throw new RefusedException(failure.Message, failure.Remedy ?? "Fix the cause and try again.", error);
        }
    }

    private static async Task<DatabaseCatalog> ReadAsync(Database source, MigrationScope scope, CancellationToken cancellationToken)
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(source, cancellationToken);
        await using var session = await snapshot.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(session, scope, cancellationToken);
        await snapshot.LockAsync([.. tables.Select(table => table.Name)], cancellationToken);
        return await CatalogReader.ReadAsync(session, scope, cancellationToken);
    }

    private static RefusedException Inexpressible(SchemaPlan plan, int version) => new(
        $"PostgreSQL {Major(version)} cannot express everything: {string.Join(", ", plan.Inexpressible)}.",
        "Change these objects, leave them out (--skip KIND, --exclude-tables), or write for a newer version.");

    private static IEnumerable<string> Head(Database source, int sourceVersion, int targetVersion) =>
    [
        $"The schema of {source.Connection.Describe()} (PostgreSQL {Major(sourceVersion)}) for an empty database of "
            + $"PostgreSQL {Major(targetVersion)}.",
        "Run it with: psql -X -v ON_ERROR_STOP=1 -f FILE. Rows belong between the tables and what comes after data.",
    ];

    private static string Major(int version) => (version / 10000).ToString(CultureInfo.InvariantCulture);
}
