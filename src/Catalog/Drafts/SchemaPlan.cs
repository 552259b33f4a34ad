using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>The options of a plan.</summary>
public sealed record SchemaPlanOptions
{
    /// <summary>The target's version as <c>server_version_num</c> has it.</summary>
    public required int TargetVersion { get; init; }

    /// <summary>Tables are created UNLOGGED and converted once their rows are in.</summary>
    public bool Unlogged { get; init; }

    /// <summary>Objects get the owners that they have in the source, where the target has those roles.</summary>
    public bool Owners { get; init; } = true;

    /// <summary>Objects get the privileges that they have in the source, where the target has those roles.</summary>
    public bool Privileges { get; init; } = true;

    /// <summary>Statistics for the target's query planner are gathered once a table's rows are in.</summary>
    public bool Analyze { get; init; } = true;

    /// <summary>Objects, rows, or both.</summary>
    public MigrationContent Content { get; init; } = MigrationContent.Everything;

    /// <summary>Roles of the source that go by another name in the target.</summary>
    public IReadOnlyDictionary<string, string> RoleMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Roles that the target lacks are made there, with their memberships.</summary>
    public bool Roles { get; init; }

    /// <summary>The target's database gets the source's settings, owner, privileges and comment.</summary>
    public bool DatabaseSettings { get; init; }

    /// <summary>Kinds of objects that are left out, with all that cannot exist without them.</summary>
    public IReadOnlyList<string> SkippedKinds { get; init; } = [];

    /// <summary>From so many bytes of a table on, its keys' indexes are built for themselves, beside its other indexes; below, one task
    /// more costs more than it saves.</summary>
    public long LongBuildBytes { get; init; } = 32L << 20;

    /// <summary>The treatment of in-scope tables that exist in the target.</summary>
    public ExistingTables Existing { get; init; } = ExistingTables.Refuse;

    /// <summary>The inspection of the target; null means an empty one.</summary>
    public TargetInspection? Target { get; init; }
}

/// <summary>The DDL of a migration.</summary>
public sealed record SchemaPlan
{
    /// <summary>The objects, in an order that works when they are run one by one. An object's
    /// <see cref="SchemaObject.Needs"/> come before it.</summary>
    public required IReadOnlyList<SchemaObject> Objects { get; init; }

    /// <summary>The large objects, which are copied like rows; none unless a whole database is migrated.</summary>
    public IReadOnlyList<LargeObjectBatch> LargeObjects { get; init; } = [];

    /// <summary>The configuration tables of extensions that this plan makes: their users' rows are copied.</summary>
    public IReadOnlyList<ConfigurationTable> Configuration { get; init; } = [];

    /// <summary>For tables whose rows are computed or checked from those of others while they are
    /// copied: these others, whose rows come first.</summary>
    public IReadOnlyDictionary<QualifiedName, IReadOnlyList<QualifiedName>> CopiesAfter { get; init; } =
        new Dictionary<QualifiedName, IReadOnlyList<QualifiedName>>();

    /// <summary>In-scope objects of the source that are not carried over, and why.</summary>
    public required IReadOnlyList<NotMigrated> NotMigrated { get; init; }

    /// <summary>Objects that are out of scope and come along, because something in scope needs them.</summary>
    public IReadOnlyList<string> ComesAlong { get; init; } = [];

    /// <summary>Features that the target's version cannot express, named with the object; such a plan must not be run.</summary>
    public IReadOnlyList<string> Inexpressible { get; init; } = [];

    /// <summary>In-scope tables that are left out, because they cannot exist without something that the options leave out.</summary>
    public IReadOnlySet<uint> LeftTables { get; init; } = new HashSet<uint>();

    /// <summary>Notes on objects that are carried over and may still need a person's eye.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>When in a migration an object is made.</summary>
public enum SchemaStage
{
    /// <summary>Before the tables: schemas, types, sequences, functions, and what else tables need.</summary>
    Schema,

    /// <summary>Tables, and what must be there before rows are copied.</summary>
    Table,

    /// <summary>Once the rows of <see cref="SchemaObject.NeedsData"/> are in.</summary>
    AfterTransfer,

    /// <summary>Once rows are compared and all else was tried, whatever became of it: what would stand in the way of the rest. It needs
    /// nothing but what it is about.</summary>
    Last,
}

/// <summary>One object of the target and the statements that make it. They run in one transaction, in order,
/// under <see cref="SearchPath"/>.</summary>
public sealed record SchemaObject
{
    /// <summary>Its number in the plan, from 1, in order.</summary>
    public required int Id { get; init; }

    /// <summary>The relation that it is about as a statement names it, where that is needed.</summary>
    internal string? RelationName { get; init; }

    /// <summary>Names it among the plans that are made of one source.</summary>
    internal string Key { get; init; } = "";

    /// <summary>When it is made.</summary>
    public required SchemaStage Stage { get; init; }

    /// <summary>Its kind, in PostgreSQL's words: "table", "primary-key", "index", "foreign-key", "sequence-value", …</summary>
    public required string Kind { get; init; }

    /// <summary>Its name for people, as in the target.</summary>
    public required string Name { get; init; }

    /// <summary>The source table it belongs to, or null.</summary>
    public QualifiedName? Table { get; init; }

    /// <summary>The source tables whose rows must be in before it is made; only from <see cref="SchemaStage.AfterTransfer"/> on.</summary>
    public IReadOnlyList<QualifiedName> NeedsData { get; init; } = [];

    /// <summary>A statement before <see cref="Statements"/> that holds a secret of the source, or null.</summary>
    public SecretStatement? Secret { get; init; }

    /// <summary>The statements that make it.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>How many of <see cref="Statements"/> define it; the others give it to its owner.</summary>
    internal int Defining { get; init; }

    /// <summary>Ids of objects that must be there before.</summary>
    public required IReadOnlyList<int> Needs { get; init; }

    /// <summary>From 1 on: what else is ready for tables of such a size is better begun first, because it would wait for this, or this for
    /// it; the higher, the later.</summary>
    public int Later { get; init; }

    /// <summary>The value to set (<c>SET LOCAL search_path = …</c>, verbatim) before
    /// <see cref="Statements"/> and <see cref="ExistsQuery"/>.</summary>
    public required string SearchPath { get; init; }

    /// <summary>A query of one boolean: the target has it already, in the same form. Null when there is no telling.</summary>
    public string? ExistsQuery { get; init; }
}
