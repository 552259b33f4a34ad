using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Indexes;

/// <summary>An index that no constraint owns. <see cref="Definition"/> is what follows the table's name in CREATE INDEX.</summary>
internal sealed record TableIndex
{
    public required uint Oid { get; init; }

    public required uint Table { get; init; }

    public required QualifiedName Name { get; init; }

    public required string Definition { get; init; }

    public required bool IsUnique { get; init; }

    public required bool IsValid { get; init; }

    public required bool IsClustered { get; init; }

    public required bool IsReplicaIdentity { get; init; }

    /// <summary>The partitioned index it is attached to, or 0.</summary>
    public required uint Parent { get; init; }

    public required string? Tablespace { get; init; }

    public required IReadOnlyList<IndexColumnStatistics> Statistics { get; init; }

    /// <summary>The numbers of its key columns in ascending order; 0 is an expression.</summary>
    public required short[] Columns { get; init; }

    public ObjectAddress Address => new(SystemCatalog.Class, Oid);
}

/// <summary>The statistics target of an index's expression column, by its number.</summary>
internal sealed record IndexColumnStatistics(int Column, int Target);
