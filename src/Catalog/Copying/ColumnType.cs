using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Copying;

/// <summary>A type of column data, or a part of one, as far as its binary form matters. Parts are oids, or 0.</summary>
internal sealed record ColumnType(
    uint Oid, string Name, QualifiedName CatalogName, bool IsBuiltIn, char Kind, uint Element, uint BaseType, uint RangeSubtype,
    bool HasBinaryForm, bool IsFromExtension);
