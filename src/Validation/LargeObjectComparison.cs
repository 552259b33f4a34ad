using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Validation.Rows;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Compares large objects: their number and bytes, and a digest of each where values are
/// compared. The target may hold others of its own.</summary>
internal sealed class LargeObjectComparison(OpenSession openSource, OpenSession openTarget, ValidationOptions options)
{
    /// <summary>Returns what was found, or null when the source has no large object.</summary>
    public async Task<TableSummary?> OfAsync(CancellationToken cancellationToken)
    {
        await using var here = await openSource(SessionPurpose.Validation, cancellationToken);
        var oids = await LargeObjectSum.OidsAsync(here, cancellationToken);
        if (oids.Length == 0)
            return null;
        try
        {
            await using var there = await openTarget(SessionPurpose.Validation, cancellationToken);
            var sums = await Task.WhenAll(
                LargeObjectSum.OfAsync(here, oids, cancellationToken), LargeObjectSum.OfAsync(there, oids, cancellationToken));
            var summary = DatabaseComparison.Summary(QualifiedName.LargeObjects, QualifiedName.LargeObjects, sums[0].Number, sums[1].Number,
                null) with { Validated = sums[0] == sums[1] };
            if (!options.Checksums(sums[0].Bytes))
                return summary;
            var differences = await DifferencesAsync(here, there, oids, cancellationToken);
            return summary with { Validated = differences is null, Checksummed = true, Differences = differences };
        }
        catch (Exception error) when (DatabaseComparison.Failed(error) is { } failure)
        {
            return DatabaseComparison.Summary(QualifiedName.LargeObjects, QualifiedName.LargeObjects, null, null, failure);
        }
    }

    private async Task<TableDifferences?> DifferencesAsync(
        NpgsqlConnection source, NpgsqlConnection target, uint[] oids, CancellationToken cancellationToken)
    {
        var digests = SqlText.Load<LargeObjectSum>("large-object-digests.sql")
            .Replace("$1", Literal.Quote("{" + string.Join(',', oids) + "}"), StringComparison.Ordinal);
        var merge = new HashMerge(RowComparison.MostShownRows);
        await merge.RunAsync(
            RowComparison.ReadAsync(source, digests, cancellationToken), RowComparison.ReadAsync(target, digests, cancellationToken));
        return merge.Missing + merge.Extra + merge.Changed == 0 ? null : new TableDifferences
        {
            Key = ["loid"],
            Ranges = oids.Length,
            RangesDiffering = checked((int)(merge.Missing + merge.Extra + merge.Changed)),
            Missing = merge.Missing,
            Extra = merge.Extra,
            Changed = merge.Changed,
            Rows = [.. merge.Found.Select(Shown)],
            NotRepaired = options.Repair ? "large objects are not repaired" : null,
        };
    }

    /// <summary>Returns the difference to be shown: the digest begins with the object's size, which is shown.</summary>
    private static RowDifference Shown(FoundDifference found)
    {
        var oid = long.Parse((found.Source ?? found.Target)!.Key, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return new RowDifference
        {
            Kind = found.Kind,
            Key = [new ColumnValues("loid", found.Source is null ? null : oid, found.Target is null ? null : oid)],
            Columns = found.Kind == RowDifferenceKind.Changed ? [new ColumnValues("data", found.Source!.Hash, found.Target!.Hash)] : [],
            SourcePlace = found.Source is null ? null : oid,
            TargetPlace = found.Target is null ? null : oid,
        };
    }
}
