using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Operators;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>The context that writers share: the names in the target, what the target can take, and the list of what was left out.</summary>
internal sealed class DdlContext
{
    private readonly Dictionary<uint, Table> tables;
    private readonly Dictionary<(uint Table, string Column), Sequence> identities;
    private readonly ILookup<ObjectAddress, ObjectAddress> references;
    private readonly ILookup<ObjectAddress, ObjectAddress> dependents;
    private readonly ILookup<uint, ObjectAddress> statistics;
    private readonly HashSet<string> superusers;
    private readonly ILookup<uint, Table> partitions;
    private readonly Dictionary<uint, ViewObject> views;
    private readonly ILookup<uint, ObjectAddress> viewsByRule;
    private readonly ILookup<string, string> memberships;
    private readonly ILookup<ObjectAddress, ObjectAddress> members;
    private readonly Dictionary<uint, QualifiedName> indexNames;
    private readonly ILookup<uint, uint> baseTypes;
    private readonly OperatorPartners partners;
    private readonly ILookup<ObjectAddress, FormerMember> formerMembers;
    private readonly HashSet<ObjectAddress> extensionMembers;
    private readonly HashSet<string> madeRoles;
    private readonly ILookup<ObjectAddress, string> extensions;
    private readonly ILookup<ObjectAddress, ObjectAddress> operators;
    private readonly HashSet<ObjectAddress> separate = [];
    private readonly HashSet<QualifiedName> kept;
    private readonly Dictionary<QualifiedName, LoadRoot> loadRoots;
    private readonly Dictionary<QualifiedName, QualifiedName> foreignInTarget;
    private readonly Dictionary<ObjectAddress, ObjectAddress> composites;
    private readonly List<NotMigrated> omitted = [];
    private readonly List<Finding> notes = [];
    private uint numbered;

    public DdlContext(DatabaseCatalog catalog, SchemaPlanOptions options)
    {
        (Catalog, Options) = (catalog, options);
        tables = catalog.AllTables.ToDictionary(table => table.Oid);
        identities = catalog.Sequences
            .Where(sequence => sequence.Owner is { IsIdentity: true })
            .ToDictionary(sequence => (sequence.Owner!.Table, sequence.Owner.Column));
        references = catalog.Dependencies.ToLookup(dependency => dependency.Dependent, dependency => dependency.Referenced);
        statistics = catalog.Objects.OfType<StatisticsObject>().ToLookup(found => found.Relation, found => found.Address);
        superusers = catalog.Objects.OfType<RoleObject>().Where(role => role.Attributes.Split(' ').Contains("SUPERUSER"))
            .Select(role => role.Name).ToHashSet();
        dependents = catalog.Dependencies.Where(dependency => dependency.Type != 'i')
            .ToLookup(dependency => dependency.Referenced, dependency => dependency.Dependent);
        views = catalog.Objects.OfType<ViewObject>().ToDictionary(view => view.Oid);
        viewsByRule = views.Values.ToLookup(view => view.Rule, view => view.Address);
        memberships = catalog.Objects.OfType<MembershipObject>()
            .Where(membership => membership.Inherits ?? membership.MemberInherits)
            .ToLookup(membership => membership.Member, membership => membership.Role);
        members = catalog.Dependencies
            .Where(dependency => dependency.Type == 'e')
            .ToLookup(dependency => dependency.Referenced, dependency => dependency.Dependent);
        madeRoles = options.Roles
            ? catalog.Objects.OfType<RoleObject>().Select(role => role.Name)
                .Where(role => options.Target?.Roles.Contains(role) != true).ToHashSet()
            : [];
        extensionMembers = members.SelectMany(member => member).ToHashSet();
        operators = catalog.Dependencies
            .Where(dependency =>
                dependency.Dependent.Catalog is SystemCatalog.OperatorFamilyOperator or SystemCatalog.OperatorFamilyFunction)
            .ToLookup(dependency => dependency.Referenced, dependency => dependency.Dependent);
        extensions = catalog.Dependencies
            .Where(dependency => dependency.Type == 'x')
            .Join(catalog.Objects.OfType<ExtensionObject>(), dependency => dependency.Referenced, extension => extension.Address,
                (dependency, extension) => (dependency.Dependent, extension.Name))
            .ToLookup(pair => pair.Dependent, pair => pair.Name);
        baseTypes = catalog.Objects.OfType<BaseTypeObject>()
            .Where(type => type.IsDefined)
            .SelectMany(type => type.Functions.Select(function => (Function: function.Oid, Type: type.Oid)))
            .Concat(catalog.Types.OfType<RangeType>().Where(range => range.Canonical is not null)
                .Select(range => (Function: range.Canonical!.Oid, Type: range.Oid)))
            .Distinct()
            .ToLookup(part => part.Function, part => part.Type);
        formerMembers = FormerMembers.Known(this).ToLookup(former => former.Address);
        partners = new OperatorPartners(catalog.Objects.OfType<OperatorObject>());
        partitions = catalog.AllTables.Where(table => table.IsPartition).ToLookup(table => table.Parents.Oids[0]);
        indexNames = catalog.AllTables.SelectMany(NamesOfIndexes).ToDictionary(index => index.Oid, index => index.Name);
        kept = options.Existing == ExistingTables.Truncate ? [.. (options.Target?.Tables ?? []).Select(table => table.Source)] : [];
        loadRoots = catalog.LoadRoots.SelectMany(root => root.Tables.Select(table => (table.Name, root))).ToDictionary();
        ParentsOfTables = catalog.AllTables.SelectMany(table => table.Parents.Oids).ToHashSet();
        composites = catalog.Types.OfType<CompositeType>()
            .ToDictionary(type => type.Address, type => new ObjectAddress(SystemCatalog.Class, type.Relation));
        var inSource = AncestorsOf(catalog.AllTables.Where(table => table.Foreign is not null));
        foreignInTarget = options.Existing == ExistingTables.Drop ? [] : (options.Target?.Tables ?? [])
            .Where(table => table.ForeignBelow.Count > 0).ToDictionary(table => table.Source, table => table.ForeignBelow[0]);
        ParentsOfForeignTables =
            catalog.AllTables.Where(table => inSource.Contains(table.Oid) || foreignInTarget.ContainsKey(table.Name))
                .Select(table => table.Oid).ToHashSet();
        foreach (var known in catalog.AllTables.Where(table => inSource.Contains(table.Oid)))
            foreignInTarget.Remove(known.Name);
    }

    public DatabaseCatalog Catalog { get; }

    public SchemaPlanOptions Options { get; }

    public MigrationScope Scope => Catalog.Scope;

    public int TargetVersion => Options.TargetVersion;

    public IReadOnlyList<NotMigrated> Omitted => omitted;

    public IReadOnlyList<Finding> Notes => notes;

    /// <summary>Tables that others inherit from or are partitions of.</summary>
    public IReadOnlySet<uint> ParentsOfTables { get; }

    /// <summary>Tables that a foreign table inherits from or is a partition of, however indirectly, in the source or where the target's is
    /// kept: who reads them asks another server.</summary>
    public IReadOnlySet<uint> ParentsOfForeignTables { get; }

    /// <summary>Returns a foreign table of the target that is below a table which is kept there and has none below it in the source, or
    /// null.</summary>
    public QualifiedName? ForeignInTarget(Table table) => foreignInTarget.TryGetValue(table.Name, out var foreign) ? foreign : null;

    /// <summary>Tells whether the target has the table already, and it is emptied instead of being made.</summary>
    public bool IsKept(Table table) => kept.Contains(table.Name);

    /// <summary>Returns the partitioned table into which the rows of <paramref name="table"/> are copied instead, or null.</summary>
    public LoadRoot? LoadRootOf(QualifiedName table) => loadRoots.GetValueOrDefault(table);

    public Table? TableOf(uint oid) => tables.GetValueOrDefault(oid);

    public IEnumerable<Table> PartitionsOf(Table table) => partitions[table.Oid];

    public ViewObject? ViewOf(uint oid) => views.GetValueOrDefault(oid);

    /// <summary>Returns the view whose query a rule is; none for another rule.</summary>
    public IEnumerable<ObjectAddress> ViewsOfRule(uint rule) => viewsByRule[rule];

    /// <summary>Returns the roles of which <paramref name="member"/> is a member itself in the source, and whose rights it
    /// has.</summary>
    public IEnumerable<string> RolesGrantedTo(string member) => memberships[member];

    /// <summary>Returns the columns of a view.</summary>
    public IEnumerable<Column> ColumnsOf(uint view) => Catalog.ViewColumns[view];

    /// <summary>Returns the indexes of a materialized view.</summary>
    public IEnumerable<TableIndex> IndexesOf(uint view) => Catalog.ViewIndexes[view];

    public IEnumerable<ObjectAddress> AddressesOfSchemas(IEnumerable<string> names) =>
        Catalog.Schemas.Where(schema => names.Contains(schema.Name)).Select(schema => schema.Address);

    /// <summary>Returns the base types that a function is part of.</summary>
    public IEnumerable<uint> BaseTypesOf(uint function) => baseTypes[function];

    /// <summary>Tells whether a default, check or view's query has to be made apart from its table or view, to break a circle.</summary>
    public bool IsSeparate(ObjectAddress part) => separate.Contains(part);

    /// <summary>Returns an address for a draft of something that has no oid.</summary>
    public ObjectAddress Numbered(uint catalog) => new(catalog, ++numbered);

    /// <summary>Makes <paramref name="parts"/> apart from here on, and forgets what was noted as left out.</summary>
    public void Separate(IEnumerable<ObjectAddress> parts)
    {
        separate.UnionWith(parts);
        omitted.Clear();
        notes.Clear();
    }

    /// <summary>Tells whether the target does not have the extension yet.</summary>
    public bool MakesExtension(uint oid) => Catalog.Objects.OfType<ExtensionObject>()
        .Any(extension => extension.Oid == oid && Options.Target?.Extensions?.GetValueOrDefault(extension.Name)?.Installed is null);

    /// <summary>Tells whether the relation is an extension's, and comes with it.</summary>
    public bool IsOfExtension(uint relation) => extensionMembers.Contains(new ObjectAddress(SystemCatalog.Class, relation));

    /// <summary>Returns the name of the relation if it is an extension's configuration table, whose rows are copied.</summary>
    public IEnumerable<QualifiedName> ConfigurationOf(uint relation) =>
        Catalog.ConfigurationTables.Where(table => table.Table.Oid == relation).Select(table => table.Table.Name);

    /// <summary>Returns the members of an extension.</summary>
    public IEnumerable<ObjectAddress> MembersOf(ObjectAddress extension) => members[extension];

    /// <summary>Returns the operators and functions that an operator class was made with, or that an operator family was given
    /// later.</summary>
    public IEnumerable<ObjectAddress> OperatorsOf(ObjectAddress classOrFamily) => operators[classOrFamily];

    /// <summary>Returns the operators, functions and types to which the loose members of an operator family refer.</summary>
    public IEnumerable<ObjectAddress> MembersOfFamily(ObjectAddress family) => operators[family]
        .SelectMany(ReferencesOf)
        .Where(address => address != family && Catalog.Objects.Any(found => found.Address == address));

    /// <summary>Returns the object at <paramref name="address"/> for each extension that it may have been taken out of.</summary>
    public IEnumerable<FormerMember> FormerMembersAt(ObjectAddress address) => formerMembers[address];

    /// <summary>Returns the operators that name <paramref name="partner"/> as commutator or negator and that it does not name
    /// back.</summary>
    public IEnumerable<uint> OperatorsThatName(OperatorObject partner) => partners.OneSidedOf(partner);

    public QualifiedName? IndexName(uint oid) => indexNames.TryGetValue(oid, out var name) ? name : null;

    public Sequence? IdentityOf(Table table, Column column) => identities.GetValueOrDefault((table.Oid, column.Name));

    /// <summary>Returns a schema's name in the target, quoted.</summary>
    public string Schema(string schema) => Identifier.Quote(Scope.MapSchema(schema));

    /// <summary>Returns a name in the target, quoted and qualified.</summary>
    public string Qualify(QualifiedName name) => Identifier.Qualify(Mapped(name));

    /// <summary>Returns a name in the target, not quoted.</summary>
    public QualifiedName Mapped(QualifiedName name) => Scope.Map(name);

    /// <summary>Returns a name in the target as a constant that resolves to its oid.</summary>
    public string Regclass(QualifiedName name) => $"{Literal.Quote(Qualify(name))}::pg_catalog.regclass";

    /// <summary>Returns the objects that refer to <paramref name="address"/> by <c>pg_depend</c>, but for its own parts.</summary>
    public IEnumerable<ObjectAddress> DependentsOf(ObjectAddress address) => dependents[address];

    /// <summary>Returns the relation that has the columns of a composite type; none for another type.</summary>
    public IEnumerable<ObjectAddress> ColumnsOf(ObjectAddress type) => composites.TryGetValue(type, out var relation) ? [relation] : [];

    /// <summary>Returns the objects to which <paramref name="address"/> refers by <c>pg_depend</c>.</summary>
    public IEnumerable<ObjectAddress> ReferencesOf(ObjectAddress address) => references[address];

    /// <summary>Returns true when the target has the role or the migration makes it. Without a target to look at, every role of the source
    /// counts that was not dropped.</summary>
    public bool HasRole(string role) => (Options.Target?.Roles.Contains(role) ?? !IsGone(role)) || madeRoles.Contains(role);

    /// <summary>Says why the target does not have <paramref name="role"/>.</summary>
    public string WhyNoRole(string role) => IsGone(role)
        ? $"The role was dropped in the source while this still names it: {role}."
        : $"The target has no role {role}.";

    // How pg_get_userbyid calls the oid of a role that is not there.
    private bool IsGone(string role) => role.StartsWith("unknown (OID=", StringComparison.Ordinal) && !Catalog.Roles.Contains(role);

    /// <summary>Tells whether the table is out of scope, and the target has one of its name.</summary>
    public bool TargetHasOther(uint table) => Options.Target?.OtherTables.Contains(table) == true;

    /// <summary>Returns true when the source's catalogs show that the role is a superuser there.</summary>
    public bool IsSuperuserInSource(string role) => superusers.Contains(role);

    /// <summary>Returns the extended statistics of a relation.</summary>
    public IEnumerable<ObjectAddress> StatisticsOf(uint relation) => statistics[relation];

    /// <summary>Tells whether it comes with an extension.</summary>
    public bool IsOfAnyExtension(ObjectAddress address) => extensionMembers.Contains(address);

    /// <summary>Tells whether the plan makes the role.</summary>
    public bool MakesRole(string role) => madeRoles.Contains(role);

    /// <summary>Returns the target's database, called as the source's while nothing is known of it.</summary>
    public string TargetDatabase(string source) => Options.Target?.Database ?? source;

    /// <summary>Objects without a draft whose absence is reported with its reason, or needs no report.</summary>
    public ISet<ObjectAddress> Told { get; } = new HashSet<ObjectAddress>();

    /// <summary>Notes that <paramref name="what"/> of the source is left out.</summary>
    public void Omit(string kind, string what, string reason) => omitted.Add(new NotMigrated(kind, what, reason));

    /// <summary>Notes that <paramref name="what"/> is left out; <paramref name="asked"/>, because the options say so.</summary>
    public void OmitIf(bool asked, string kind, string what, string reason) => omitted.Add(new NotMigrated(kind, what, reason, asked));

    /// <summary>Notes that <paramref name="what"/> is left out because a table is out of scope.</summary>
    public void OmitForScope(string kind, string what, string reason) => OmitIf(Catalog.PicksTables, kind, what, reason);

    /// <summary>Notes what a person should know of something that is carried over.</summary>
    public void Note(string what, string message, string? remedy) => notes.Add(new Finding(what, message, null, remedy));

    /// <summary>Returns the COMMENT ON statement for an object, if it has a comment.</summary>
    public IEnumerable<string> Comment(string reference, ObjectAddress address, int column = 0)
    {
        if (Catalog.Comments.TryGetValue((address, column), out var text))
            yield return $"COMMENT ON {reference} IS {Literal.Quote(text)}";
    }

    /// <summary>Returns the tables from which <paramref name="children"/> inherit, directly or through others.</summary>
    public IReadOnlySet<uint> AncestorsOf(IEnumerable<Table> children) =>
        Reachable.From(children.SelectMany(child => child.Parents.Oids), oid => TableOf(oid)?.Parents.Oids ?? []);

    /// <summary>Returns ALTER … DEPENDS ON EXTENSION: the object is dropped with the extension without being one of its members.</summary>
    public IEnumerable<string> DependOnExtensions(string reference, ObjectAddress address) =>
        extensions[address].Select(extension => $"ALTER {reference} DEPENDS ON EXTENSION {Identifier.Quote(extension)}");

    private static IEnumerable<(uint Oid, QualifiedName Name)> NamesOfIndexes(Table table) =>
        table.Indexes.Select(index => (index.Oid, index.Name))
            .Concat(table.Constraints
                .Select(constraint => constraint.Index)
                .OfType<ConstraintIndex>()
                .Select(index => (index.Oid, table.Name with { Name = index.Name })));
}
