using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Copying;
using ActorMigrate.Catalog.Foreign;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Catalog.Tables;

/// <summary>A table of the source: an ordinary one, a partitioned one, or a partition.</summary>
public sealed record Table
{
    /// <summary>Its name in the source.</summary>
    public required QualifiedName Name { get; init; }

    /// <summary>Its oid in the source.</summary>
    public required uint Oid { get; init; }

    /// <summary>Its columns in order, without dropped ones.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The table is the root or a branch of a partitioned table and holds no rows of its own.</summary>
    public required bool IsPartitioned { get; init; }

    /// <summary>The table is a partition of another table.</summary>
    public required bool IsPartition { get; init; }

    /// <summary>The table is UNLOGGED in the source, and stays so.</summary>
    public required bool IsUnlogged { get; init; }

    /// <summary>Row security is enabled on it (<c>ENABLE ROW LEVEL SECURITY</c>).</summary>
    public required bool HasRowSecurity { get; init; }

    /// <summary>The facts by which the transfer planner decides.</summary>
    public required TableFacts Facts { get; init; }

    /// <summary>The format in which its rows travel.</summary>
    public required CopyShape Copy { get; init; }

    internal TableStorage Storage { get; init; } = new("heap", [], [], null);

    /// <summary>The place of a foreign table's rows; null for the others.</summary>
    internal ForeignSource? Foreign { get; init; }

    /// <summary>The table comes for its definition alone, because a child or partition of it is picked: its own rows stay.</summary>
    internal bool ComesAlong { get; init; }

    /// <summary>The table has rows of its own here, which are copied.</summary>
    public bool HasRows => !IsPartitioned && Foreign is null && !ComesAlong;

    internal TableParents Parents { get; init; } = new([], null, null, null);

    internal IReadOnlyList<Constraint> Constraints { get; init; } = [];

    internal IReadOnlyList<TableIndex> Indexes { get; init; } = [];

    /// <summary>The number of its indexes, those of its constraints among them.</summary>
    public int IndexCount => Indexes.Count + Constraints.Count(constraint => constraint.Index is not null);

    internal char ReplicaIdentity { get; init; } = 'd';

    internal bool ForcesRowSecurity { get; init; }

    internal uint RowType { get; init; }

    /// <summary>The facts that decide to which of its partitions a row belongs; only for a partitioned table.</summary>
    internal Placement PlacedBy { get; init; } = Placement.ByValue;

    internal ObjectAddress Address => new(SystemCatalog.Class, Oid);
}

/// <summary>The storage of a table. Options are <c>name=value</c> as in <c>pg_class.reloptions</c>.</summary>
internal sealed record TableStorage(string? AccessMethod, string[] Options, string[] ToastOptions, string? Tablespace);

/// <summary>The origin of a table's shape: parents by INHERITS or a partitioned parent with the bound there,
/// the key of a partitioned table, the type of a typed one.</summary>
internal sealed record TableParents(IReadOnlyList<uint> Oids, string? PartitionBound, string? PartitionKey, string? OfType);
