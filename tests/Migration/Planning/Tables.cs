using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Migration.Tests.Planning;

/// <summary>Tables for planning tests.</summary>
internal static class Tables
{
    public static readonly PlanOptions Defaults = new()
    {
        PartitionThreshold = PartitionThreshold.OfRows(1_000_000),
        MaxPartitions = 8,
        ChunkSize = 100_000,
        PartitionBy = PartitionBy.Auto,
    };

    public static TableFacts Of(long pages, double? tuples, bool key = true, bool tidScan = true, long toast = 0) => new()
    {
        Name = new QualifiedName("public", "t"),
        Oid = 1,
        HeapBytes = pages * 8192,
        ToastBytes = toast,
        RelTuples = tuples,
        RelPages = tuples >= 0 ? pages : 0,
        HasTidRangeScan = tidScan,
        PrimaryKey = key ? [new KeyColumn("id", "bigint")] : [],
    };
}
