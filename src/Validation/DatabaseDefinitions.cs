using ActorMigrate.Catalog;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.Validation.Definitions;

namespace ActorMigrate.Validation;

/// <summary>Compares the definitions of two databases by what the servers themselves say of their objects, and looks for sequences that
/// would collide. Nothing is written on either side.</summary>
public sealed class DatabaseDefinitions(Database source, Database target)
{
    /// <summary>Returns each object that is missing, extra or different in the target, within what
    /// <paramref name="options"/> ask for.</summary>
    public Task<IReadOnlyList<DefinitionDifference>> CompareAsync(MigrationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ComparisonSpans.DefinitionsAsync(() => ComparedAsync(options, cancellationToken));
    }

    private async Task<IReadOnlyList<DefinitionDifference>> ComparedAsync(MigrationOptions options, CancellationToken cancellationToken)
    {
        await using var here = await source.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        await using var there = await target.OpenAsync(SessionPurpose.Validation, cancellationToken);
        var words = new DefinitionWords(
            (await ServerFacts.ReadAsync(here, cancellationToken)).MajorVersion,
            (await ServerFacts.ReadAsync(there, cancellationToken)).MajorVersion);
        var comparison = new DefinitionComparison(
            new DefinitionScope(options.Scope, await TablesAsync(options.Scope, cancellationToken), Skipped(options)), words,
            DefinitionNames.OfSource(options.Scope, options.RoleMap), DefinitionNames.OfTarget(options.Scope));
        var differences =
            comparison.Of(await Definition.ReadAsync(here, cancellationToken), await Definition.ReadAsync(there, cancellationToken));
        return options.SkippedKinds.Contains(ObjectKinds.SequenceValue)
            ? differences
            : [.. differences, .. await SequencePositions.CollidingAsync(here, there, options.Scope, cancellationToken)];
    }

    /// <summary>Returns the tables that the scope's patterns pick; all of them count where it has none.</summary>
    private async Task<IReadOnlySet<QualifiedName>> TablesAsync(MigrationScope scope, CancellationToken cancellationToken)
    {
        if (scope.IncludeTables.Count + scope.ExcludeTables.Count == 0)
            return new HashSet<QualifiedName>();
        await using var snapshot = await SourceSnapshot.ExportAsync(source, cancellationToken);
        await using var session = await snapshot.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var catalog = await CatalogReader.ReadAsync(session, scope, cancellationToken);
        return catalog.Tables.Concat(catalog.PartitionedTables).Select(table => table.Name).ToHashSet();
    }

    private static HashSet<string> Skipped(MigrationOptions options)
    {
        var skipped = options.SkippedKinds.ToHashSet();
        if (!options.Owners)
            skipped.Add(ObjectKinds.Owner);
        if (!options.Privileges)
            skipped.UnionWith([ObjectKinds.Privileges, ObjectKinds.DefaultPrivileges]);
        return skipped;
    }
}
