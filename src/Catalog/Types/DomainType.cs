using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Types;

/// <summary>A domain.</summary>
internal sealed record DomainType : UserType
{
    public required string BaseType { get; init; }

    public required bool IsNotNull { get; init; }

    public required string? Default { get; init; }

    public required QualifiedName? Collation { get; init; }

    public required IReadOnlyList<DomainConstraint> Constraints { get; init; }
}
