using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>The objects in scope that the target holds already. The inspection states facts; the caller decides.</summary>
public sealed record TargetInspection
{
    /// <summary>In-scope tables whose name is taken in the target, by name.</summary>
    public required IReadOnlyList<ExistingTable> Tables { get; init; }

    /// <summary>The objects that are lost, or lose a table, when <see cref="Dropped"/> are dropped; looked for only then.</summary>
    public IReadOnlyList<DroppedObject> DroppedAlong { get; init; } = [];

    /// <summary>The tables among <see cref="Tables"/> that a migration may drop to make them again.</summary>
    public IEnumerable<ExistingTable> Dropped => Tables.Where(table => table is { Kind: 'r' or 'p', ComesAlong: false });

    /// <summary>In-scope sequences and types whose name is taken in the target. The plan uses those that are there in the same
    /// form (<see cref="SchemaObject.ExistsQuery"/>); the others fail as "already exists".</summary>
    public required IReadOnlyList<ExistingName> Others { get; init; }

    /// <summary>Oids in the source of tables that are out of scope and that the target has by name: what needs them can be made.</summary>
    public IReadOnlySet<uint> OtherTables { get; init; } = new HashSet<uint>();

    /// <summary>Oids of the source's large objects that the target has already.</summary>
    public IReadOnlyList<uint> LargeObjects { get; init; } = [];

    /// <summary>The name of the target's database; null where nothing was looked at.</summary>
    public string? Database { get; init; }

    /// <summary>The owner of the target's database.</summary>
    public string? DatabaseOwner { get; init; }

    /// <summary>The target server's tablespaces.</summary>
    public IReadOnlySet<string> Tablespaces { get; init; } = new HashSet<string>();

    /// <summary>The comments on the target's schemas, by the schemas' names; null for none.</summary>
    public IReadOnlyDictionary<string, string?> SchemaComments { get; init; } = new Dictionary<string, string?>();

    /// <summary>The settings that the target's server knows.</summary>
    public IReadOnlySet<string> Settings { get; init; } = new HashSet<string>();

    /// <summary>The keywords of the target's server, each with its category.</summary>
    public IReadOnlyDictionary<string, char> Keywords { get; init; } = new Dictionary<string, char>();

    /// <summary>The source's extensions that the target's server offers, by name.</summary>
    public IReadOnlyDictionary<string, OfferedExtension>? Extensions { get; init; }

    /// <summary>The source's configuration tables of extensions that hold rows of users in the target.</summary>
    public IReadOnlySet<QualifiedName> FilledConfiguration { get; init; } = new HashSet<QualifiedName>();

    /// <summary>The role that migrates, which owns what it makes.</summary>
    public required string CurrentUser { get; init; }

    /// <summary>Roles to which the role that migrates may give objects, and whose rights it has, so that it can still use the objects
    /// afterwards.</summary>
    public IReadOnlySet<string> MayGiveTo { get; init; } = new HashSet<string>();

    /// <summary>Roles whose rights the role that migrates has, whether or not it may give them objects.</summary>
    public IReadOnlySet<string> HasRightsOf { get; init; } = new HashSet<string>();

    /// <summary>Roles to which the role that migrates may give what it makes without having their
    /// rights: a membership that does not inherit.</summary>
    public IReadOnlySet<string> MayOnlyGiveTo { get; init; } = new HashSet<string>();

    /// <summary>The role may make subscriptions: it is a superuser, or, from 16 on, has the rights
    /// of <c>pg_create_subscription</c>.</summary>
    public bool MaySubscribe { get; init; } = true;

    /// <summary>The privileges that its default privileges give objects of the role that migrates.</summary>
    public IReadOnlyList<TargetDefault> Defaults { get; init; } = [];

    /// <summary>The role is a superuser.</summary>
    public bool IsSuperuser { get; init; }

    /// <summary>The target's counterparts of objects of the server and of extensions whose privileges were changed
    /// in the source, by their addresses there.</summary>
    public IReadOnlyDictionary<ObjectAddress, FoundBuiltIn> BuiltIns { get; init; } = new Dictionary<ObjectAddress, FoundBuiltIn>();

    /// <summary>Objects that the target has in the server's own schemas, by kind and name; none where the source's users made none there.
    /// </summary>
    public IReadOnlySet<(string Kind, string Identity)> ServerObjects { get; init; } = new HashSet<(string, string)>();

    /// <summary>The role may set <c>session_replication_role</c>.</summary>
    public bool MayReplicate { get; init; }

    /// <summary>The keys of objects that it has in the form in which a plan makes them; looked for where tables are kept.</summary>
    public IReadOnlySet<string> Objects { get; init; } = new HashSet<string>();

    /// <summary>The target's roles.</summary>
    public required IReadOnlySet<string> Roles { get; init; }

    /// <summary>The attributes of each role, but for those that come with the server.</summary>
    public IReadOnlyDictionary<string, string> RoleForms { get; init; } = new Dictionary<string, string>();

    /// <summary>The target takes the column compression method lz4.</summary>
    public required bool HasLz4 { get; init; }
}
