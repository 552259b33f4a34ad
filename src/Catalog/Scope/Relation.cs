using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Scope;

/// <summary>A relation as far as the scope is concerned. <see cref="Kind"/> is <c>relkind</c>;
/// <see cref="Parents"/> are those that it inherits from, or the one that it is a partition of.</summary>
internal sealed record Relation(uint Oid, QualifiedName Name, char Kind, bool IsPartition, uint[] Parents)
{
    /// <summary>The parent of a partition, or 0.</summary>
    public uint PartitionOf => IsPartition ? Parents[0] : 0;

    /// <summary>The relation is in scope for its definition alone, because a child or partition is.</summary>
    public bool ComesAlong { get; init; }

    /// <summary>A partition whose DETACH PARTITION CONCURRENTLY was not finished: queries of its parent leave it out already.</summary>
    public bool IsBeingDetached { get; init; }

    public bool IsTable => Kind is 'r' or 'p' or 'f';
}
