namespace ActorMigrate.Migration.Options;

/// <summary>The options by which tables are planned into tasks.</summary>
public sealed record PlanOptions
{
    /// <summary>From which size a table is partitioned.</summary>
    public required PartitionThreshold PartitionThreshold { get; init; }

    /// <summary>The most partitions of one table, 2 to 256.</summary>
    public required int MaxPartitions { get; init; }

    /// <summary>Rows of a keyset chunk before it is fitted to the table's row width, 100 to 500,000.</summary>
    public required int ChunkSize { get; init; }

    /// <summary>The partitioning strategy.</summary>
    public required PartitionBy PartitionBy { get; init; }
}
