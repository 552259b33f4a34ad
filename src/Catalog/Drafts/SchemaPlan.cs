using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.LargeObjects;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Catalog.Drafts;

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

    /// <summary>Findings, of <see cref="Findings"/>, that concern a migration of the rows alone, too.</summary>
    public IReadOnlyList<Finding> FindingsOnRows { get; init; } = [];
}
