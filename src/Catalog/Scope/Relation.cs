using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>A relation as far as the scope is concerned. <see cref="Kind"/> is <c>relkind</c>;
/// <see cref="PartitionOf"/> the parent of a partition, or 0.</summary>
internal sealed record Relation(uint Oid, QualifiedName Name, char Kind, uint PartitionOf)
{
    public bool IsTable => Kind is 'r' or 'p' or 'f';
}
