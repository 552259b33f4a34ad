using System.Text.Json.Serialization;

namespace ActorMigrate.Migration.Options;

/// <summary>The size from which a table is partitioned: rows, or bytes, or what the planner finds to pay.</summary>
public sealed record PartitionThreshold
{
    /// <summary>A threshold in rows or in bytes, or one that the planner finds; throws when both are given.</summary>
    [JsonConstructor]
    public PartitionThreshold(long? rows, long? bytes)
    {
        if (rows is not null && bytes is not null)
            throw new ArgumentException("A threshold is in rows or in bytes.");
        (Rows, Bytes) = (rows, bytes);
    }

    /// <summary>Tables are partitioned where that pays: where copies run side by side that would else wait for one table, and where a
    /// table takes so long that a death would cost too much.</summary>
    public static PartitionThreshold Auto { get; } = new(null, null);

    /// <summary>At or above so many estimated rows; null when the threshold is another.</summary>
    public long? Rows { get; }

    /// <summary>At or above so many bytes of heap and TOAST; null when the threshold is another.</summary>
    public long? Bytes { get; }

    /// <summary>Returns a threshold in rows, from 1.</summary>
    public static PartitionThreshold OfRows(long rows) => new(Positive(rows), null);

    /// <summary>Returns a threshold in bytes, from 1.</summary>
    public static PartitionThreshold OfBytes(long bytes) => new(null, Positive(bytes));

    private static long Positive(long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
