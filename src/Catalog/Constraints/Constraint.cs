namespace ActorMigrate.Catalog.Constraints;

/// <summary>The kinds of table constraints (<c>pg_constraint.contype</c>).</summary>
internal enum ConstraintKind
{
    PrimaryKey = 'p',
    Unique = 'u',
    Exclusion = 'x',
    Check = 'c',
    ForeignKey = 'f',
}

/// <summary>A constraint of a table, with its definition as PostgreSQL deparses it.</summary>
internal sealed record Constraint
{
    public required uint Oid { get; init; }

    public required uint Table { get; init; }

    public required string Name { get; init; }

    public required ConstraintKind Kind { get; init; }

    public required string Definition { get; init; }

    public required bool IsValid { get; init; }

    public required bool IsLocal { get; init; }

    public required bool NoInherit { get; init; }

    public required bool IsDeferrable { get; init; }

    public required bool IsDeferred { get; init; }

    /// <summary>The constraint of the partitioned parent that this one was made for, or 0.</summary>
    public required uint Parent { get; init; }

    /// <summary>The table a foreign key refers to, or 0.</summary>
    public required uint ReferencedTable { get; init; }

    /// <summary>The index of the key that a foreign key refers to, or 0.</summary>
    public required uint ReferencedIndex { get; init; }

    public required short[] Columns { get; init; }

    /// <summary>The index behind a key or exclusion constraint; null for the other kinds.</summary>
    public required ConstraintIndex? Index { get; init; }

    public ObjectAddress Address => new(SystemCatalog.Constraint, Oid);
}

/// <summary>The index that a constraint owns. <paramref name="Parent"/> is the partitioned index it is attached to, or 0;
/// <paramref name="Excludes"/> says that it keeps rows apart by operators: of an exclusion
/// constraint, or of a key WITHOUT OVERLAPS.</summary>
internal sealed record ConstraintIndex(
    uint Oid, string Name, string[] Options, uint Parent, bool IsClustered, bool IsReplicaIdentity, string? Tablespace, bool Excludes)
{
    public ObjectAddress Address => new(SystemCatalog.Class, Oid);
}
