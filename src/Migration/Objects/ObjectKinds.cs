namespace ActorMigrate.Migration.Objects;

/// <summary>The words for the kinds of objects that a plan is made of, and which of them <c>--skip</c> can leave out.</summary>
public static class ObjectKinds
{
    /// <summary>The word for extensions.</summary>
    public const string Extension = "extension";

    /// <summary>The word for large objects.</summary>
    public const string LargeObject = "large object";

    /// <summary>The word for foreign keys.</summary>
    public const string ForeignKey = "foreign-key";

    /// <summary>The word for ANALYZE of a table.</summary>
    public const string Analyze = "analyze";

    /// <summary>The word for primary keys.</summary>
    public const string PrimaryKey = "primary-key";

    /// <summary>The word for NOT NULL constraints that are added to a table.</summary>
    public const string NotNull = "not-null";

    /// <summary>The word for the attachment of an index to that of the partitioned table.</summary>
    public const string IndexPartition = "index-partition";

    /// <summary>The word for OWNED BY of a sequence.</summary>
    public const string SequenceOwner = "sequence-owner";

    /// <summary>The word for the value of a sequence.</summary>
    public const string SequenceValue = "sequence-value";

    /// <summary>The word for REFRESH of a materialized view.</summary>
    public const string Refresh = "refresh";

    /// <summary>The word for switching on the row security of a table.</summary>
    public const string RowSecurity = "row-security";

    /// <summary>The word for giving an object to its owner.</summary>
    public const string Owner = "owner";

    /// <summary>The word for GRANT and REVOKE of an object.</summary>
    public const string Privileges = "privileges";

    /// <summary>The word for labels of security providers.</summary>
    public const string SecurityLabel = "security label";

    /// <summary>The word for the objects that an extension of the source has and that of the target may lack.</summary>
    public const string ExtensionMembers = "extension members";

    /// <summary>The word for dropping a table that the target has.</summary>
    public const string Drop = "drop";

    /// <summary>The word for emptying a table that the target has.</summary>
    public const string Truncate = "truncate";

    /// <summary>The word for making a table logged that was loaded unlogged.</summary>
    public const string SetLogged = "set-logged";

    /// <summary>The word for schemas.</summary>
    public const string Schema = "schema";

    /// <summary>The word for procedural languages.</summary>
    public const string Language = "language";

    /// <summary>The word for enumerated types.</summary>
    public const string EnumType = "enum";

    /// <summary>The word for domains.</summary>
    public const string Domain = "domain";

    /// <summary>The word for composite types.</summary>
    public const string CompositeType = "composite type";

    /// <summary>The word for range types.</summary>
    public const string RangeType = "range";

    /// <summary>The word for base types.</summary>
    public const string BaseType = "base type";

    /// <summary>The word for the shells of base types, which come before their functions.</summary>
    public const string ShellType = "shell type";

    /// <summary>The word for collations.</summary>
    public const string Collation = "collation";

    /// <summary>The word for conversions between encodings.</summary>
    public const string Conversion = "conversion";

    /// <summary>The word for casts.</summary>
    public const string Cast = "cast";

    /// <summary>The word for transforms of types for a language.</summary>
    public const string Transform = "transform";

    /// <summary>The word for functions.</summary>
    public const string Function = "function";

    /// <summary>The word for the body of a function that was created without it.</summary>
    public const string FunctionBody = "function body";

    /// <summary>The word for procedures.</summary>
    public const string Procedure = "procedure";

    /// <summary>The word for aggregates.</summary>
    public const string Aggregate = "aggregate";

    /// <summary>The word for operators.</summary>
    public const string Operator = "operator";

    /// <summary>The word for operator classes.</summary>
    public const string OperatorClass = "operator class";

    /// <summary>The word for operator families.</summary>
    public const string OperatorFamily = "operator family";

    /// <summary>The word for operators and functions that are added to a family.</summary>
    public const string OperatorFamilyMembers = "operator family members";

    /// <summary>The word for access methods.</summary>
    public const string AccessMethod = "access method";

    /// <summary>The word for text search parsers.</summary>
    public const string TextSearchParser = "text search parser";

    /// <summary>The word for text search templates.</summary>
    public const string TextSearchTemplate = "text search template";

    /// <summary>The word for text search dictionaries.</summary>
    public const string TextSearchDictionary = "text search dictionary";

    /// <summary>The word for text search configurations.</summary>
    public const string TextSearchConfiguration = "text search configuration";

    /// <summary>The word for foreign-data wrappers.</summary>
    public const string ForeignDataWrapper = "foreign-data wrapper";

    /// <summary>The word for foreign servers.</summary>
    public const string ForeignServer = "foreign server";

    /// <summary>The word for user mappings of foreign servers.</summary>
    public const string UserMapping = "user mapping";

    /// <summary>The word for foreign tables.</summary>
    public const string ForeignTable = "foreign table";

    /// <summary>The word for tables.</summary>
    public const string Table = "table";

    /// <summary>The word for the attachment of a partition to its table.</summary>
    public const string Partition = "partition";

    /// <summary>The word for the attachment of a child table to its parent.</summary>
    public const string Inheritance = "inheritance";

    /// <summary>The word for defaults of columns that are set after their table was created.</summary>
    public const string Default = "default";

    /// <summary>The word for sequences.</summary>
    public const string Sequence = "sequence";

    /// <summary>The word for views.</summary>
    public const string View = "view";

    /// <summary>The word for the query of a view that was created without it.</summary>
    public const string ViewQuery = "view query";

    /// <summary>The word for materialized views.</summary>
    public const string MaterializedView = "materialized view";

    /// <summary>The word for unique constraints.</summary>
    public const string Unique = "unique";

    /// <summary>The word for exclusion constraints.</summary>
    public const string Exclusion = "exclusion";

    /// <summary>The word for check constraints.</summary>
    public const string Check = "check";

    /// <summary>The word for indexes.</summary>
    public const string Index = "index";

    /// <summary>The word for extended statistics.</summary>
    public const string Statistics = "statistics";

    /// <summary>The word for triggers of tables and views.</summary>
    public const string Trigger = "trigger";

    /// <summary>The word for event triggers.</summary>
    public const string EventTrigger = "event trigger";

    /// <summary>The word for rules of tables and views.</summary>
    public const string Rule = "rule";

    /// <summary>The word for policies of row security.</summary>
    public const string Policy = "policy";

    /// <summary>The word for publications.</summary>
    public const string Publication = "publication";

    /// <summary>The word for subscriptions.</summary>
    public const string Subscription = "subscription";

    /// <summary>The word for roles.</summary>
    public const string Role = "role";

    /// <summary>The word for memberships of roles.</summary>
    public const string Membership = "membership";

    /// <summary>The word for settings of roles.</summary>
    public const string RoleSetting = "role setting";

    /// <summary>The word for privileges on configuration parameters.</summary>
    public const string ParameterPrivileges = "parameter privileges";

    /// <summary>The word for settings of the database.</summary>
    public const string DatabaseSetting = "database setting";

    /// <summary>The word for the comment of the database.</summary>
    public const string DatabaseComment = "database comment";

    /// <summary>The word for the connection limit of the database.</summary>
    public const string DatabaseConnectionLimit = "database connection limit";

    /// <summary>The word for the owner of the database.</summary>
    public const string DatabaseOwner = "database owner";

    /// <summary>The word for privileges on the database.</summary>
    public const string DatabasePrivileges = "database privileges";

    /// <summary>The word for default privileges.</summary>
    public const string DefaultPrivileges = "default privileges";

    /// <summary>The word for users' rows in configuration tables of extensions.</summary>
    public const string ConfigurationRows = "rows of an extension's configuration table";

    /// <summary>Kinds that can be left out, each with all that cannot exist without it.</summary>
    public static readonly IReadOnlyList<string> Skippable =
    [
        Extension, Language, EnumType, Domain, CompositeType, RangeType, BaseType, Collation, Conversion, Cast, Transform,
        Function, Procedure, Aggregate, Operator, OperatorClass, OperatorFamily, AccessMethod,
        TextSearchParser, TextSearchTemplate, TextSearchDictionary, TextSearchConfiguration,
        ForeignDataWrapper, ForeignServer, UserMapping, ForeignTable,
        Sequence, SequenceValue, View, MaterializedView, Refresh,
        PrimaryKey, Unique, Exclusion, Check, ForeignKey, NotNull, Index, Statistics,
        Trigger, EventTrigger, Rule, Policy, RowSecurity, Publication, Subscription,
        Role, Membership, RoleSetting, ParameterPrivileges, DatabaseSetting, DatabaseComment, DatabaseConnectionLimit,
        DatabaseOwner, DatabasePrivileges,
        Owner, Privileges, DefaultPrivileges, SecurityLabel, LargeObject, Analyze,
    ];

    /// <summary>Returns the kind that <paramref name="word"/> means, or null: case does not matter, and a hyphen is as good as a
    /// space.</summary>
    public static string? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Skippable.FirstOrDefault(kind => Plain(kind).Equals(Plain(word), StringComparison.OrdinalIgnoreCase));
    }

    private static string Plain(string word) => word.Trim().Replace('-', ' ');
}
