using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>All that was read for the checks so far. Parts that were not read are null.</summary>
internal sealed record Examined(MigrationOptions Options)
{
    /// <summary>The two servers.</summary>
    public ServersSeen? Servers { get; init; }

    /// <summary>The source's objects as the role that reads them sees them.</summary>
    public SourceSeen? Source { get; init; }

    /// <summary>The target's objects, and the plan.</summary>
    public TargetSeen? Target { get; init; }

    /// <summary>Returns the failure that kept facts from being read, with the check that names it.</summary>
    public IReadOnlyList<(string Check, CheckFinding Finding)> Unread { get; init; } = [];
}

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

/// <summary>Facts about the target's objects, and the plan that was made of both sides.</summary>
internal sealed record TargetSeen(TargetInspection Inspection, DatabaseCatalog Catalog, SchemaPlan Plan, LockTable Locks)
{
    /// <summary>Names of views, indexes and functions that are taken.</summary>
    public IReadOnlyList<ExistingObject> Clashes { get; init; } = [];

    /// <summary>Objects of the plan that a check asks for and that the target has in the plan's form, by their ids.</summary>
    public IReadOnlySet<int> Made { get; init; } = new HashSet<int>();

    /// <summary>Schemas of the source that exist in the target, and the role's rights in them.</summary>
    public IReadOnlyList<SchemaRights> Schemas { get; init; } = [];

    /// <summary>The rights of the role to make things beside those on schemas and tables.</summary>
    public MakerSeen Maker { get; init; } = MakerSeen.Nobody;

    /// <summary>Gets where new owners lack the right that PostgreSQL asks of them.</summary>
    public IReadOnlySet<(OwnerPlace Place, string Owner)> OwnersWithout { get; init; } = new HashSet<(OwnerPlace, string)>();

    /// <summary>Providers of security labels that the server has not loaded.</summary>
    public IReadOnlyList<string> UnloadedProviders { get; init; } = [];

    /// <summary>Objects on which the role lacks USAGE.</summary>
    public IReadOnlyList<ClosedObject> Closed { get; init; } = [];

    /// <summary>Existing tables and sequences in scope, and the role's rights on them.</summary>
    public IReadOnlyList<TableRights> Tables { get; init; } = [];

    /// <summary>Event triggers that write into tables of the migration.</summary>
    public IReadOnlyList<EventTriggerWrites> EventTriggerWrites { get; init; } = [];

    /// <summary>The sessions that hold a lock on an existing table.</summary>
    public IReadOnlyList<LockHolder> Holders { get; init; } = [];

    /// <summary>The server's own collations.</summary>
    public IReadOnlyList<CollationSeen> Collations { get; init; } = [];
}

/// <summary>An existing schema with its owner, and whether the role may use it, create objects in it, and has the owner's rights.</summary>
internal sealed record SchemaRights(string Schema, bool MayUse, bool MayCreate, string Owner, bool IsOwner)
{
    /// <summary>Objects go into it.</summary>
    public bool TakesObjects { get; init; }
}

/// <summary>The rights of the role that migrates to make things: the tablespaces in which it may create nothing, the attributes that it has
/// itself, the roles that it may grant and alter beside those that it makes, and the settings that it may not set.</summary>
internal sealed record MakerSeen(
    IReadOnlyList<string> ClosedTablespaces, IReadOnlySet<string> Attributes, IReadOnlySet<string> Administered,
    IReadOnlySet<string> SettingsOfSuperusers)
{
    /// <summary>Rights that were not looked at.</summary>
    public static MakerSeen Nobody { get; } = new([], new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
}

/// <summary>Something that only roles with USAGE on it may refer to; the schema is that of a type, and empty otherwise.</summary>
internal sealed record ClosedObject(string Kind, string Schema, string Name);

/// <summary>An existing table or sequence: the privileges that the role lacks on it, whether it is as good as the owner, and whether row
/// security applies to it.</summary>
internal sealed record TableRights(QualifiedName Name, char Kind, IReadOnlyList<string> Lacks, bool IsOwner, bool HasRowSecurity);

/// <summary>An event trigger, its event and its function.</summary>
internal sealed record EventTriggerSeen(string Name, string Event, string Function);
