using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>A relation of the target that has the name of an in-scope table.</summary>
public sealed record ExistingTable
{
    /// <summary>The table in the source.</summary>
    public required QualifiedName Source { get; init; }

    /// <summary>Its name in the target.</summary>
    public required QualifiedName Target { get; init; }

    /// <summary><c>relkind</c>: r ordinary table, p partitioned table; v view, m materialized view, f foreign table,
    /// S sequence and the rest are in the way.</summary>
    public required char Kind { get; init; }

    /// <summary>Its oid in the target.</summary>
    public uint Oid { get; init; }

    /// <summary>In the source's scope it is for its definition alone, because a child or partition of it is picked.</summary>
    public bool ComesAlong { get; init; }

    /// <summary>The table holds rows that this session can see.</summary>
    public required bool IsFilled { get; init; }

    /// <summary>The leaves of a partitioned table that has foreign tables among its partitions, without these; otherwise null.</summary>
    public IReadOnlyList<QualifiedName>? LocalLeaves { get; init; }

    /// <summary>The foreign tables below it: partitions and children, however indirectly.</summary>
    public IReadOnlyList<QualifiedName> ForeignBelow { get; init; } = [];

    /// <summary>The difference of its columns from the source's, or null when rows can be copied into it as it is.</summary>
    public required string? Difference { get; init; }

    /// <summary>The differences from the source's in what a migration into it does not make up for, in words.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Foreign keys of other tables that refer to it: it cannot be emptied without them.</summary>
    public required IReadOnlyList<string> ForeignKeysFromOutside { get; init; }

    /// <summary>Enabled triggers of users, which would fire for every copied row.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    /// <summary>Triggers of users that fire in a session that replays another server's changes.</summary>
    public IReadOnlyList<string> ReplicaTriggers { get; init; } = [];

    /// <summary>Its foreign keys, which would check every copied row.</summary>
    public IReadOnlyList<string> ForeignKeys { get; init; } = [];

    /// <summary>The foreign keys that the source lacks, or that refer to a table that is not copied.</summary>
    public IReadOnlyList<string> ForeignKeysOfItsOwn { get; init; } = [];
}
