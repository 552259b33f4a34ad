using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.LargeObjects;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Catalog;

/// <summary>The source's catalogs as one snapshot saw them.</summary>
public sealed record DatabaseCatalog
{
    /// <summary>The server's version as <c>server_version_num</c> has it, e.g. 150018.</summary>
    public required int ServerVersion { get; init; }

    /// <summary>The scope that it was read for.</summary>
    public required MigrationScope Scope { get; init; }

    /// <summary>The in-scope tables that hold rows of their own, by name: ordinary tables and the leaves of partitioned ones.</summary>
    public required IReadOnlyList<Table> Tables { get; init; }

    /// <summary>The in-scope partitioned tables, which have no rows of their own, by name.</summary>
    public required IReadOnlyList<Table> PartitionedTables { get; init; }

    internal IReadOnlyList<Schema> Schemas { get; init; } = [];

    internal IReadOnlyList<UserType> Types { get; init; } = [];

    internal IReadOnlyList<Sequence> Sequences { get; init; } = [];

    /// <summary>Objects of all other kinds.</summary>
    internal IReadOnlyList<CatalogObject> Objects { get; init; } = [];

    /// <summary>Extensions' configuration tables that this role may read.</summary>
    public IReadOnlyList<ConfigurationTable> ConfigurationTables { get; init; } = [];

    /// <summary>The columns and functions of the server that objects in scope name; nothing where the target is of the same major
    /// version.</summary>
    public IReadOnlyList<ServerUse> ServerUses { get; init; } = [];

    /// <summary>The members of each extension, by the extension's oid.</summary>
    internal ILookup<uint, ExtensionMember> ExtensionMembers { get; init; } = Array.Empty<ExtensionMember>().ToLookup(_ => 0u);

    /// <summary>The objects that may have been taken out of extensions.</summary>
    internal IReadOnlyList<FormerMember> FormerMembers { get; init; } = [];

    /// <summary>The server's keywords, each with its category (<c>pg_get_keywords</c>).</summary>
    internal IReadOnlyDictionary<string, char> Keywords { get; init; } = new Dictionary<string, char>();

    internal TypeShapes TypeShapes { get; init; } = TypeShapes.None;

    internal FoundLargeObjects LargeObjects { get; init; } = FoundLargeObjects.None;

    internal ILookup<uint, Column> ViewColumns { get; init; } = Array.Empty<Column>().ToLookup(_ => 0u);

    internal ILookup<uint, TableIndex> ViewIndexes { get; init; } = Array.Empty<TableIndex>().ToLookup(_ => 0u);

    internal IReadOnlyDictionary<ObjectAddress, string> Owners { get; init; } = new Dictionary<ObjectAddress, string>();

    internal ILookup<ObjectAddress, Privilege> Privileges { get; init; } = Array.Empty<Privilege>().ToLookup(_ => default(ObjectAddress));

    internal ILookup<ObjectAddress, SecurityLabel> SecurityLabels { get; init; } = Array.Empty<SecurityLabel>()
        .ToLookup(_ => default(ObjectAddress));

    /// <summary>Objects that come with the server or with an extension and have other privileges than in the beginning.</summary>
    internal IReadOnlyList<BuiltInObject> BuiltIns { get; init; } = [];

    /// <summary>Objects that come with the server and have another comment than in the beginning, as PostgreSQL describes them.</summary>
    internal IReadOnlyList<string> ChangedComments { get; init; } = [];

    /// <summary>Objects that come with the server or with an extension and have a security label, as PostgreSQL describes them.</summary>
    internal IReadOnlyList<string> ChangedLabels { get; init; } = [];

    /// <summary>The source has a schema by the name of the control schema, and whether it is one.</summary>
    internal bool? HasControlSchema { get; init; }

    internal IReadOnlyList<Dependency> Dependencies { get; init; } = [];

    internal IReadOnlyDictionary<(ObjectAddress Address, int Column), string> Comments { get; init; } =
        new Dictionary<(ObjectAddress Address, int Column), string>();

    /// <summary>The schema of each operator that users or extensions made, by its oid.</summary>
    internal IReadOnlyDictionary<uint, string> OperatorSchemas { get; init; } = new Dictionary<uint, string>();

    /// <summary>The operators among them that have the name and types of a built-in one, which hides them behind
    /// <c>pg_catalog</c>.</summary>
    internal IReadOnlyDictionary<uint, string> HiddenOperators { get; init; } = new Dictionary<uint, string>();

    internal IReadOnlyList<InventoryItem> Inventory
    {
        get;
        init
        {
            field = value;
            ServersSchemas = value.Where(item => item.IsInServersSchema).ToDictionary(item => item.Address);
        }
    } = [];

    /// <summary>Objects of the inventory in schemas of the server.</summary>
    internal IReadOnlyDictionary<ObjectAddress, InventoryItem> ServersSchemas { get; private init; } =
        new Dictionary<ObjectAddress, InventoryItem>();

    /// <summary>Returns parts of objects that are not carried over although the objects are, with the extension that they belong
    /// to.</summary>
    internal IReadOnlyList<(NotMigrated Left, uint Extension)> LeftBehind { get; init; } = [];

    /// <summary>Oids of the tables that are out of scope.</summary>
    internal IReadOnlySet<uint> OtherTables { get; init; } = new HashSet<uint>();

    /// <summary>Their names.</summary>
    internal IReadOnlyDictionary<uint, QualifiedName> OtherTableNames { get; init; } = new Dictionary<uint, QualifiedName>();

    /// <summary>Names of tables that were in scope and had to be left out.</summary>
    private IReadOnlyDictionary<uint, QualifiedName> LeftTableNames { get; init; } = new Dictionary<uint, QualifiedName>();

    /// <summary>Returns the name of a table that is out of scope, for the end of a sentence, or nothing where it is not known.</summary>
    internal string NameOfOther(uint table) =>
        OtherTableNames.TryGetValue(table, out var name) || LeftTableNames.TryGetValue(table, out name) ? $": {name}" : "";

    /// <summary>In-scope foreign tables, whose rows are elsewhere and stay there.</summary>
    internal IReadOnlyList<Table> ForeignTables { get; init; } = [];

    /// <summary>Ordinary tables that come for their definition alone, because the filters pick children of theirs.</summary>
    internal IReadOnlyList<Table> ParentTables { get; init; } = [];

    /// <summary>The user picked tables, or kinds that some need: what hangs on the others is left out on purpose.</summary>
    internal bool PicksTables => Scope.IncludeTables.Count + Scope.ExcludeTables.Count > 0 || LeavesTables;

    private bool LeavesTables { get; init; }

    /// <summary>The same catalogs, read once for each of several renamed schemas.</summary>
    internal IReadOnlyList<SchemaProbe> Probes { get; init; } = [];

    /// <summary>The source's roles.</summary>
    internal IReadOnlySet<string> Roles { get; init; } = new HashSet<string>();

    /// <summary>The differences of the target's database from the source's, where that is known.</summary>
    public TargetDifference TargetDiffers { get; init; }

    /// <summary>The partitioned tables that rows are copied into, and counted in, as a whole.</summary>
    public IReadOnlyList<LoadRoot> LoadRoots => LoadRoot.Of(this);

    /// <summary>Returns the same without the tables in <paramref name="oids"/>, as if they were out of scope.</summary>
    public DatabaseCatalog Without(IReadOnlySet<uint> oids)
    {
        ArgumentNullException.ThrowIfNull(oids);
        return oids.Count == 0 ? this : this with
        {
            Tables = Rest(Tables),
            PartitionedTables = Rest(PartitionedTables),
            ForeignTables = Rest(ForeignTables),
            ParentTables = Rest(ParentTables),
            LeavesTables = true,
            OtherTables = OtherTables.Concat(oids).ToHashSet(),
            LeftTableNames = AllTables.Where(table => oids.Contains(table.Oid)).Select(table => KeyValuePair.Create(table.Oid, table.Name))
                .Concat(LeftTableNames).ToDictionary(),
        };

        List<Table> Rest(IEnumerable<Table> tables) => [.. tables.Where(table => !oids.Contains(table.Oid))];
    }

    internal IEnumerable<Table> AllTables => PartitionedTables.Concat(ParentTables).Concat(Tables).Concat(ForeignTables);
}
