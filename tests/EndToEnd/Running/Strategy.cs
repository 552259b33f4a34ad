using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Options under which small tables are large ones.</summary>
internal static class Strategy
{
    public static MigrationOptions Of(PartitionBy by, long threshold = 100, int chunk = 100, int partitions = 4) => Migrating.Defaults with
    {
        Plan = new PlanOptions
            { PartitionThreshold = PartitionThreshold.OfRows(threshold), MaxPartitions = partitions, ChunkSize = chunk, PartitionBy = by },
    };
}
