using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Facts about the target's objects, and the plan that was made of both sides.</summary>
internal sealed record TargetSeen(TargetInspection Inspection, DatabaseCatalog Catalog, SchemaPlan Plan, LockTable Locks)
{
    /// <summary>Names of views, indexes and functions that are taken.</summary>
    public IReadOnlyList<ExistingObject> Clashes { get; init; } = [];

    /// <summary>The forms of the target's objects, for kinds that no single query can compare; empty where no name is taken.</summary>
    public IReadOnlySet<string> Forms { get; init; } = new HashSet<string>();

    /// <summary>Objects of the plan that a check asks for and that the target has in the plan's form, by their ids.</summary>
    public IReadOnlySet<int> Made { get; init; } = new HashSet<int>();

    /// <summary>Objects that are used as the target has them, and differ from the source's in comments or privileges.</summary>
    public IReadOnlyList<string> UsedOtherwise { get; init; } = [];

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

    /// <summary>Columns and functions of the source's server that objects name and the target's server does not have.</summary>
    public IReadOnlyList<ServerUse> MissingInServer { get; init; } = [];

    /// <summary>Event triggers that write into tables of the migration.</summary>
    public IReadOnlyList<EventTriggerWrites> EventTriggerWrites { get; init; } = [];

    /// <summary>The sessions that hold a lock on an existing table.</summary>
    public IReadOnlyList<LockHolder> Holders { get; init; } = [];

    /// <summary>The server's own collations.</summary>
    public IReadOnlyList<CollationSeen> Collations { get; init; } = [];
}

/// <summary>An event trigger, its event and its function.</summary>
internal sealed record EventTriggerSeen(string Name, string Event, string Function);
