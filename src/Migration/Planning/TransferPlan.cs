namespace ActorMigrate.Migration.Planning;

/// <summary>The way in which one table's rows are moved.</summary>
public abstract record TransferPlan(TableFacts Table, long EstimatedRows)
{
    /// <summary>One task for the whole table.</summary>
    public sealed record Whole(TableFacts Table, long EstimatedRows) : TransferPlan(Table, EstimatedRows);

    /// <summary>Ranges of ctid, known at once.</summary>
    public sealed record ByCtid(TableFacts Table, long EstimatedRows, IReadOnlyList<Partition> Partitions)
        : TransferPlan(Table, EstimatedRows);

    /// <summary>Ranges of the primary key, whose bounds <c>ntile(Count)</c> finds in the source;
    /// with <paramref name="ChunkRows"/> each range is read and committed chunk by chunk.</summary>
    public sealed record ByKey(TableFacts Table, long EstimatedRows, int Count, int? ChunkRows)
        : TransferPlan(Table, EstimatedRows);
}
