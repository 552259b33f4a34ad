using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>Turns the transfer of one table into the tasks that copy it: one, or one per partition. Pure.</summary>
internal static class CopyPlan
{
    /// <summary>Returns the tasks; <paramref name="content"/> says whether the tables are the target's own.</summary>
    public static IEnumerable<CopyDraft> Of(
        RelationDraft relation, IReadOnlyList<Partition> partitions, int? chunkRows, long estimatedRows, MigrationContent content,
        LotPolicy lots) =>
        (partitions.Count == 0
            ? [Copy(relation, TaskKinds.CopyTable, null, new RowPredicate.All(), null, estimatedRows, relation.Shape!.Facts.TotalBytes)
                with
                {
                    Together = lots.IsQuick(TaskLane.Copy, TaskKinds.CopyTable, relation.Shape!.Facts.TotalBytes),
                }]
            : partitions.Select(part => Copy(
                relation, TaskKinds.CopyPartition, part.Name, part.Predicate, chunkRows, part.EstimatedRows, part.EstimatedBytes)))
        .Select(copy => content == MigrationContent.DataOnly ? copy with { Payload = copy.Payload with { IntoOwn = true } } : copy);

    /// <summary>Returns the tasks that read one leaf of a partitioned table and write into that table: it is not emptied for any of
    /// them.</summary>
    public static IEnumerable<CopyDraft> OfLeaf(
        RelationDraft root, RelationShape leaf, IReadOnlyList<Partition> partitions, int? chunkRows, long estimatedRows,
        MigrationContent content, LotPolicy lots)
    {
        var read = root with { Source = leaf.Facts.Name, Shape = leaf };
        IReadOnlyList<Partition> parts = partitions.Count > 0
            ? partitions
            : [new Partition(leaf.Facts.Name.ToString(), new RowPredicate.All(), estimatedRows, leaf.Facts.TotalBytes)];
        return Of(read, parts, chunkRows, estimatedRows, content, lots);
    }

    private static CopyDraft Copy(
        RelationDraft relation, string kind, string? partition, RowPredicate predicate, int? chunkRows, long rows, long bytes)
    {
        var payload = new CopyPayload(
            relation.Source, relation.Target, relation.Shape!.Columns, relation.Binary, partition, predicate, chunkRows);
        return new CopyDraft(relation.Id, kind, partition ?? relation.Source.ToString(), payload, rows, bytes);
    }
}
