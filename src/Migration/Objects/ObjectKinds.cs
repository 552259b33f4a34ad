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

    /// <summary>Kinds that can be left out, each with all that cannot exist without it.</summary>
    public static readonly IReadOnlyList<string> Skippable =
    [
        Extension, "language", "enum", "domain", "composite type", "range", "base type", "collation", "conversion", "cast", "transform",
        "function", "procedure", "aggregate", "operator", "operator class", "operator family", "access method",
        "text search parser", "text search template", "text search dictionary", "text search configuration",
        "foreign-data wrapper", "foreign server", "user mapping", "foreign table",
        "sequence", "sequence-value", "view", "materialized view", "refresh",
        "primary-key", "unique", "exclusion", "check", ForeignKey, "not-null", "index", "statistics",
        "trigger", "event trigger", "rule", "policy", "row-security", "publication", "subscription",
        "role", "membership", "role setting", "parameter privileges", "database setting", "database comment", "database connection limit",
        "database owner", "database privileges",
        "owner", "privileges", "default privileges", "security label", LargeObject, Analyze,
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
