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

    /// <summary>Kinds that can be left out, each with all that cannot exist without it.</summary>
    public static readonly IReadOnlyList<string> Skippable =
    [
        Extension, "language", "enum", "domain", "composite type", "range", "base type", "collation", "conversion", "cast", "transform",
        "function", "procedure", "aggregate", "operator", "operator class", "operator family", "access method",
        "text search parser", "text search template", "text search dictionary", "text search configuration",
        "foreign-data wrapper", "foreign server", "user mapping", "foreign table",
        "sequence", SequenceValue, "view", "materialized view", Refresh,
        PrimaryKey, "unique", "exclusion", "check", ForeignKey, NotNull, "index", "statistics",
        "trigger", "event trigger", "rule", "policy", RowSecurity, "publication", "subscription",
        "role", "membership", "role setting", "parameter privileges", "database setting", "database comment", "database connection limit",
        "database owner", "database privileges",
        Owner, Privileges, "default privileges", SecurityLabel, LargeObject, Analyze,
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
