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
