using ActorMigrate.Catalog;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Compares the rows of every in-scope table of two databases, and users' rows in extensions' configuration tables, without a ledger: the source under one snapshot of its own,
/// the target as it is. Nothing is written on either side.</summary>
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
            summaries[i] = await CompareAsync(snapshot, tables[i], scope, stop);
            compared(summaries[i]);
        });
        if (scope.IsWholeDatabase && await LargeObjectsAsync(snapshot, cancellationToken) is { } objects)
        {
            compared(objects);
            return [.. summaries, objects];
        }

        return summaries;
    }

    /// <summary>Number and bytes of the source's large objects, or null when it has none.</summary>
    private async Task<TableSummary?> LargeObjectsAsync(SourceSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var here = await snapshot.OpenAsync(SessionPurpose.Validation, cancellationToken);
        var oids = await LargeObjectSum.OidsAsync(here, cancellationToken);
        if (oids.Length == 0)
            return null;
        try
        {
            await using var there = await target.OpenAsync(SessionPurpose.Validation, cancellationToken);
            var sums = await Task.WhenAll(LargeObjectSum.OfAsync(here, oids, cancellationToken), LargeObjectSum.OfAsync(there, oids, cancellationToken));
            return Summary(QualifiedName.LargeObjects, QualifiedName.LargeObjects, sums[0].Number, sums[1].Number, null) with { Validated = sums[0] == sums[1] };
        }
        catch (Exception error) when (Failed(error) is { } words)
        {
            return Summary(QualifiedName.LargeObjects, QualifiedName.LargeObjects, null, null, words);
        }
    }

    private async Task<IReadOnlyList<ComparedRows>> ReadAsync(SourceSnapshot snapshot, MigrationScope scope, CancellationToken cancellationToken)
    {
        await using var session = await snapshot.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        var catalog = await CatalogReader.ReadAsync(session, scope, cancellationToken) with { TargetDiffers = await DifferenceAsync(cancellationToken) };
        var configuration = scope.IsWholeDatabase ? catalog.ConfigurationTables : [];
        var alike = DatabaseLocale.HashesTextAlike(catalog.TargetDiffers);
        var leaves = catalog.LoadRoots.SelectMany(root => root.Leaves).Select(leaf => leaf.Name).ToHashSet();
        return
        [
            .. catalog.Tables.Where(table => !leaves.Contains(table.Name)).Select(table => Compared(table, null, table.Facts.TotalBytes))
                .Concat(catalog.LoadRoots.Select(root => Compared(root.Root, null, root.Leaves.Sum(leaf => leaf.Facts.TotalBytes)) with { WithPartitions = true }))
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
        return DatabaseLocale.Difference(await ServerFacts.ReadAsync(here, cancellationToken), await ServerFacts.ReadAsync(there, cancellationToken));
    }

    private async Task<TableSummary> CompareAsync(
        SourceSnapshot snapshot, ComparedRows counted, MigrationScope scope, CancellationToken cancellationToken)
    {
        var table = counted.Table;
        var there = new QualifiedName(scope.MapSchema(table.Schema), table.Name);
        try
        {
            var counts = await Task.WhenAll(
                CountAsync(snapshot.OpenAsync, counted, cancellationToken), CountAsync(target.OpenAsync, counted with { Table = there }, cancellationToken));
            var checksummed = counts.All(count => count.Digest is not null);
            var equal = counts[0].Rows == counts[1].Rows && (!checksummed || counts[0].Digest == counts[1].Digest);
            var found = !equal && checksummed
                ? await new RowComparison(snapshot.OpenAsync, target.OpenAsync, options.RedactValues).OfAsync(counted, counted with { Table = there }, cancellationToken)
                : null;
            return Summary(table, there, counts[0].Rows, counts[1].Rows, null) with { Validated = equal, Checksummed = checksummed, Differences = found?.Table };
        }
        catch (Exception error) when (Failed(error) is { } words)
        {
            return Summary(table, there, null, null, words);
        }
    }

    /// <summary>What failed, or null where nothing can go on after it.</summary>
    private static string? Failed(Exception error) =>
        error is not OperationCanceledException && SqlStates.Classify(error) is { Class: not FailureClass.Fatal } failure
            ? $"{failure.SqlState} {failure.Message}".Trim()
            : null;

    private static Task<RowSum> CountAsync(OpenSession open, ComparedRows compared, CancellationToken cancellationToken) =>
        TableCount.OrCountAsync(compared, rows => SumAsync(open, rows, cancellationToken));

    private static async Task<RowSum> SumAsync(OpenSession open, ComparedRows compared, CancellationToken cancellationToken)
    {
        await using var session = await open(SessionPurpose.Validation, cancellationToken);
        return await TableCount.OfAsync(session, compared, cancellationToken);
    }

    private static TableSummary Summary(QualifiedName here, QualifiedName there, long? sourceRows, long? targetRows, string? error) => new()
    {
        Source = here,
        Target = there,
        Rows = targetRows ?? 0,
        Bytes = 0,
        Seconds = 0,
        Partitions = 0,
        Attempts = 0,
        Success = error is null,
        Validated = error is null ? sourceRows == targetRows : null,
        SourceRows = sourceRows,
        TargetRows = targetRows,
        Error = error,
    };
}
