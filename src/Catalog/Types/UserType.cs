using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Types;

/// <summary>A type that a user made, other than a table's row type.</summary>
internal abstract record UserType
{
    public required uint Oid { get; init; }

    public required QualifiedName Name { get; init; }

    /// <summary>Its array type, which comes and goes with it, or 0.</summary>
    public required uint ArrayOid { get; init; }

    public ObjectAddress Address => new(SystemCatalog.Type, Oid);
}

/// <summary>An enum with its labels in sort order.</summary>
internal sealed record EnumType : UserType
{
    public required IReadOnlyList<string> Labels { get; init; }
}

/// <summary>A domain.</summary>
internal sealed record DomainType : UserType
{
    public required string BaseType { get; init; }

    public required bool IsNotNull { get; init; }

    public required string? Default { get; init; }

    public required QualifiedName? Collation { get; init; }

    public required IReadOnlyList<DomainConstraint> Constraints { get; init; }
}

/// <summary>A constraint of a domain, deparsed.</summary>
internal sealed record DomainConstraint(uint Oid, uint Domain, string Name, bool IsNotNull, string Definition, bool IsValid)
{
    public ObjectAddress Address => new(SystemCatalog.Constraint, Oid);
}

/// <summary>A free-standing composite type; <see cref="Relation"/> is its row in <c>pg_class</c>.</summary>
internal sealed record CompositeType : UserType
{
    public required uint Relation { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }
}

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
