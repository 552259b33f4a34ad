using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Types;

/// <summary>A free-standing composite type; <see cref="Relation"/> is its row in <c>pg_class</c>.</summary>
internal sealed record CompositeType : UserType
{
    public required uint Relation { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }
}
