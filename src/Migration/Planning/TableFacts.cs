namespace ActorMigrate.Migration.Planning;

/// <summary>The planner's facts about one in-scope table, as the snapshot saw it.</summary>
public sealed record TableFacts
{
    /// <summary>The table in the source.</summary>
    public required QualifiedName Name { get; init; }

    /// <summary>Its oid in the source.</summary>
    public required uint Oid { get; init; }

    /// <summary>Bytes of the main fork by <c>pg_relation_size</c>, never by <c>relpages</c>.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Bytes of its TOAST table with that one's index.</summary>
    public required long ToastBytes { get; init; }

    /// <summary><c>reltuples</c>; -1 or null when the table was never analysed.</summary>
    public required double? RelTuples { get; init; }

    /// <summary><c>relpages</c> at the time of <see cref="RelTuples"/>.</summary>
    public required long RelPages { get; init; }

    /// <summary>Its rows are found by ctid: a heap of a server that scans TID ranges (14 and later).</summary>
    public required bool HasTidRangeScan { get; init; }

    /// <summary>The primary key's columns in key order; empty without one, and where the server does not compare all of them by operators
    /// of its own, so that the table cannot be split by its key.</summary>
    public required IReadOnlyList<KeyColumn> PrimaryKey { get; init; }

    /// <summary>Heap and TOAST together.</summary>
    public long TotalBytes => HeapBytes + ToastBytes;
}
