using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.Validation.Rows;

namespace ActorMigrate.Validation;

/// <summary>Compares the rows of every in-scope table of two databases, and users' rows in extensions' configuration tables, without a
/// ledger: the source under one snapshot of its own, the target as it is. Nothing is written on either side,
/// unless ranges that differ are to be repaired.</summary>
public sealed class DatabaseComparison(Database source, Database target, ValidationOptions options)
{
    /// <summary>Counts with so many sessions on each side. <paramref name="compared"/> hears of each table as it is done.
    /// A table that cannot be counted is in the result with its error.</summary>
    public async Task<IReadOnlyList<TableSummary>> RunAsync(
        MigrationScope scope, int sessions, Action<TableSummary> compared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(compared);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, cancellationToken);
        var tables = await ReadAsync(snapshot, scope, cancellationToken);
        var summaries = new TableSummary[tables.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = sessions, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, tables.Count, parallel, async (i, stop) =>
        {
            summaries[i] = await ComparisonSpans.TableAsync(tables[i].Table, () => CompareAsync(snapshot, tables[i], scope, stop));
            compared(summaries[i]);
        });
        var largeObjects = new LargeObjectComparison(snapshot.OpenAsync, target.OpenAsync, options);
        if (scope.IsWholeDatabase
            && await ComparisonSpans.TableAsync(QualifiedName.LargeObjects, () => largeObjects.OfAsync(cancellationToken)) is { } objects)
        {
            compared(objects);
            return [.. summaries, objects];
        }

        return summaries;
    }

    /// <summary>Looks into tables whose checksums differed at the end of a migration, under a new snapshot. Returns them with the rows that
    /// differ, where the source's rows are still those of the migration; the others as they are.</summary>
    public async Task<IReadOnlyList<TableSummary>> LookIntoAsync(
        MigrationScope scope, IReadOnlyList<TableSummary> differing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(differing);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, cancellationToken);
        var tables = (await ReadAsync(snapshot, scope, cancellationToken)).ToLookup(table => table.Table);
        var looked = new List<TableSummary>();
        foreach (var summary in differing)
            looked.Add(tables[summary.Source].FirstOrDefault() is { } rows
                ? await LookIntoAsync(snapshot, rows, summary, cancellationToken)
                : summary);
        return looked;
    }

    private async Task<TableSummary> LookIntoAsync(
        SourceSnapshot snapshot, ComparedRows here, TableSummary summary, CancellationToken cancellationToken)
    {
        try
        {
            if ((await CountAsync(snapshot.OpenAsync, here, cancellationToken)).Digest is not { } digest || digest != summary.SourceDigest)
                return summary;
            var found = await new RowComparison(snapshot.OpenAsync, target.OpenAsync, options.RedactValues)
                .OfAsync(here, here with { Table = summary.Target }, cancellationToken);
            return summary with { Differences = found?.Table };
        }
        catch (Exception error) when (Failed(error) is not null)
        {
            return summary;
        }
    }

    private async Task<IReadOnlyList<ComparedRows>> ReadAsync(
        SourceSnapshot snapshot, MigrationScope scope, CancellationToken cancellationToken)
    {
        await using var session = await snapshot.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var catalog = await CatalogReader.ReadAsync(session, scope, cancellationToken) with
            { TargetDiffers = await DifferenceAsync(cancellationToken) };
        var configuration = scope.IsWholeDatabase ? catalog.ConfigurationTables : [];
        var alike = DatabaseLocale.HashesTextAlike(catalog.TargetDiffers);
        var leaves = catalog.LoadRoots.SelectMany(root => root.Leaves).Select(leaf => leaf.Name).ToHashSet();
        return
        [
            .. catalog.Tables.Where(table => !leaves.Contains(table.Name)).Select(table => Compared(table, null, table.Facts.TotalBytes))
                .Concat(catalog.LoadRoots.Select(
                    root => Compared(root.Root, null, root.Leaves.Sum(leaf => leaf.Facts.TotalBytes)) with { WithPartitions = true }))
                .OrderBy(compared => compared.Table)
                .Concat(configuration.Select(config => Compared(config.Table, config.Condition, config.Table.Facts.TotalBytes)))
                .Select(compared => compared with { SameHashes = alike }),
        ];
    }

    private ComparedRows Compared(Table table, string? condition, long bytes) =>
        new(table.Name, condition, false, options.Checksums(bytes) ? table.Copy.Columns : null);

    private async Task<TargetDifference> DifferenceAsync(CancellationToken cancellationToken)
    {
        await using var here = await source.OpenAsync(SessionPurpose.Validation, cancellationToken);
        await using var there = await target.OpenAsync(SessionPurpose.Validation, cancellationToken);
        return DatabaseLocale.Difference(
            await ServerFacts.ReadAsync(here, cancellationToken), await ServerFacts.ReadAsync(there, cancellationToken));
    }

    private async Task<TableSummary> CompareAsync(
        SourceSnapshot snapshot, ComparedRows counted, MigrationScope scope, CancellationToken cancellationToken)
    {
        var table = counted.Table;
        var there = scope.Map(table);
        try
        {
            var counts = await Task.WhenAll(
                CountAsync(snapshot.OpenAsync, counted, cancellationToken),
                CountAsync(target.OpenAsync, counted with { Table = there }, cancellationToken));
            return await LookedIntoAsync(snapshot, counted, counted with { Table = there }, counts, cancellationToken);
        }
        catch (Exception error) when (Failed(error) is { } failure)
        {
            return Summary(table, there, null, null, failure);
        }
    }

    /// <summary>Returns the summary of a table with the rows that differ where values were compared, repaired where that is asked
    /// for.</summary>
    private async Task<TableSummary> LookedIntoAsync(
        SourceSnapshot snapshot, ComparedRows here, ComparedRows there, RowSum[] counts, CancellationToken cancellationToken)
    {
        var summary = Summary(here.Table, there.Table, counts[0], counts[1]);
        if (summary is { Validated: true } or { Checksummed: false })
            return summary;
        if (await new RowComparison(snapshot.OpenAsync, target.OpenAsync, options.RedactValues)
            .OfAsync(here, there, cancellationToken) is not { } found)
            return summary;
        if (!options.Repair)
            return summary with { Differences = found.Table };
        if (await new RowRepair(snapshot.OpenAsync, target.OpenAsync).RunAsync(found, cancellationToken) is { } obstacle)
            return summary with { Differences = found.Table with { NotRepaired = obstacle } };
        return Summary(here.Table, there.Table, counts[0], await CountAsync(target.OpenAsync, there, cancellationToken)) with
        {
            Differences = found.Table with { Repaired = true },
        };
    }

    /// <summary>Returns the failure, or null where it is fatal.</summary>
    internal static Failure? Failed(Exception error) =>
        error is not OperationCanceledException && SqlStates.Classify(error) is { Class: not FailureClass.Fatal } failure ? failure : null;

    private static Task<RowSum> CountAsync(OpenSession open, ComparedRows compared, CancellationToken cancellationToken) =>
        TableCount.OrCountAsync(compared, rows => SumAsync(open, rows, cancellationToken));

    private static async Task<RowSum> SumAsync(OpenSession open, ComparedRows compared, CancellationToken cancellationToken)
    {
        await using var session = await open(SessionPurpose.Validation, cancellationToken);
        return await TableCount.OfAsync(session, compared, cancellationToken);
    }

    private static TableSummary Summary(QualifiedName here, QualifiedName there, RowSum source, RowSum target)
    {
        var checksummed = source.Digest is not null && target.Digest is not null;
        return Summary(here, there, source.Rows, target.Rows, null) with
        {
            Validated = source.Rows == target.Rows && (!checksummed || source.Digest == target.Digest),
            Checksummed = checksummed,
        };
    }

    internal static TableSummary Summary(
        QualifiedName here, QualifiedName there, long? sourceRows, long? targetRows, Failure? failure) => new()
    {
        Source = here,
        Target = there,
        Rows = targetRows ?? 0,
        Bytes = 0,
        Seconds = 0,
        Partitions = 0,
        Attempts = 0,
        Success = failure is null,
        Validated = failure is null ? sourceRows == targetRows : null,
        SourceRows = sourceRows,
        TargetRows = targetRows,
        Error = failure is null ? null : $"{failure.SqlState} {failure.Message}".Trim(),
        NotCompared = failure,
    };
}
