using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>The objects in scope that the target holds already. The inspection states facts; the caller decides.</summary>
public sealed record TargetInspection
{
    /// <summary>In-scope tables whose name is taken in the target, by name.</summary>
    public required IReadOnlyList<ExistingTable> Tables { get; init; }

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

    /// <summary>Roles to which the role that migrates may give what it makes, and whose rights it
    /// has, so that it can go on with it.</summary>
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

    /// <summary>The target takes the column compression method lz4.</summary>
    public required bool HasLz4 { get; init; }
}

/// <summary>A name that is taken in the target. <paramref name="Kind"/> is <c>relkind</c>, or T for a type.</summary>
public sealed record ExistingName(QualifiedName Name, char Kind);

/// <summary>An extension of which the target's server has the files. <paramref name="Installed"/> is the
/// version that the database has, or null.</summary>
public sealed record OfferedExtension(string? DefaultVersion, string? Installed, IReadOnlyList<string> Versions)
{
    /// <summary>The schema that it is in, where it is installed.</summary>
    public string? Schema { get; init; }

    /// <summary>The extension can be put into another schema.</summary>
    public bool IsRelocatable { get; init; }

    /// <summary>By its control file, only superusers may create it; a server may be set up to allow it to others.</summary>
    public bool NeedsSuperuser { get; init; }
}

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

    /// <summary>In the source's scope it is for its definition alone, because a child or partition of it is picked.</summary>
    public bool ComesAlong { get; init; }

    /// <summary>The table holds rows that this session can see.</summary>
    public required bool HasRows { get; init; }

    /// <summary>The leaves of a partitioned table that has foreign tables among its partitions, without these; otherwise null.</summary>
    public IReadOnlyList<QualifiedName>? LocalLeaves { get; init; }

    /// <summary>The foreign tables below it: partitions and children, however indirectly.</summary>
    public IReadOnlyList<QualifiedName> ForeignBelow { get; init; } = [];

    /// <summary>The difference of its columns from the source's, or null when rows can be copied into it as it is.</summary>
    public required string? Difference { get; init; }

    /// <summary>The differences from the source's in what a migration into it does not make up for, in words.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Objects that are not in-scope tables and depend on it, such as <c>view app.v</c>:
    /// it cannot be dropped without them.</summary>
    public required IReadOnlyList<string> Dependents { get; init; }

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
