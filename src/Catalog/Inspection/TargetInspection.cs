using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>What the target holds already of what is to be migrated.</summary>
public sealed record TargetInspection
{
    /// <summary>In-scope tables whose name is taken in the target.</summary>
    public required IReadOnlyList<ExistingTable> Tables { get; init; }

    /// <summary>The target takes the column compression method lz4.</summary>
    public required bool HasLz4 { get; init; }
}

/// <summary>A relation of the target that has the name of an in-scope table.</summary>
public sealed record ExistingTable
{
    /// <summary>The table in the source.</summary>
    public required QualifiedName Source { get; init; }

    /// <summary>Its name in the target.</summary>
    public required QualifiedName Target { get; init; }

    /// <summary><c>relkind</c>: r ordinary table, p partitioned table, v view, m materialized view, f foreign table, S sequence, …</summary>
    public required char Kind { get; init; }
}
