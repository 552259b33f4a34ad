using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Facts about the in-scope objects of the source.</summary>
internal sealed record SourceSeen(IReadOnlyList<ScopedTable> Tables)
{
    /// <summary>Tables and sequences that the role cannot read in full.</summary>
    public IReadOnlyList<Unreadable> Unreadable { get; init; } = [];

    /// <summary>Gets how many large objects the role cannot read, and the first of them.</summary>
    public (long Count, IReadOnlyList<uint> First) LargeObjects { get; init; } = (0, []);

    /// <summary>The sessions that hold, or wait for, a lock that keeps others from reading a table.</summary>
    public IReadOnlyList<LockHolder> Holders { get; init; } = [];

    /// <summary>The server's lock table; null where the migration takes the locks by itself and says what did not fit.</summary>
    public LockTable? Locks { get; init; }

    /// <summary>Unlogged tables, which a standby cannot read.</summary>
    public IReadOnlyList<string> Unlogged { get; init; } = [];

    /// <summary>Bytes of the in-scope tables with their indexes and long values, as the catalogs estimate them.</summary>
    public long Bytes { get; init; }

    /// <summary>Collations that objects of users are of.</summary>
    public IReadOnlyList<CollationSeen> Collations { get; init; } = [];

    /// <summary>Foreign keys with rows that violate them; null where that was not asked for.</summary>
    public IReadOnlyList<CheckFinding>? ForeignKeys { get; init; }

    /// <summary>Tables with values that the target's encoding cannot hold; null where that was not asked for.</summary>
    public IReadOnlyList<CheckFinding>? Texts { get; init; }
}

/// <summary>A table or sequence that the role cannot read: why, and what gives it the right.</summary>
internal sealed record Unreadable(QualifiedName Name, string Kind, string Why, string Remedy, bool IsHidden);

/// <summary>A collation, its version when it was recorded, and the one that the server's library
/// has now; users make some themselves.</summary>
internal sealed record CollationSeen(string Name, string? Version, string? Actual, bool IsOfServer = true);
