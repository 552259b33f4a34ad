using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Types;

/// <summary>A range type and the multirange type that belongs to it.</summary>
internal sealed record RangeType : UserType
{
    public required string Subtype { get; init; }

    /// <summary>The operator class, or null for the subtype's default one.</summary>
    public required QualifiedName? OperatorClass { get; init; }

    public required QualifiedName? Collation { get; init; }

    public required CanonicalFunction? Canonical { get; init; }

    public required string? SubtypeDiff { get; init; }

    /// <summary>Null before 14.</summary>
    public required Multirange? Multirange { get; init; }
}

/// <summary>The function that brings a range's values into one form. It and its type need each other.</summary>
internal sealed record CanonicalFunction(uint Oid, string Name);

/// <summary>The multirange type of a range type.</summary>
internal sealed record Multirange(uint Oid, QualifiedName Name, uint ArrayOid);
