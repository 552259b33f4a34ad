using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds what the target's version cannot express, in the statements that would be run. Only a move to an older version
/// meets any of these.</summary>
internal static class VersionRules
{
    // Where a query or an expression may stand.
    private static readonly string[] Queries =
        [ObjectKinds.View, ObjectKinds.ViewQuery, ObjectKinds.MaterializedView, ObjectKinds.Rule, ObjectKinds.Function,
            ObjectKinds.FunctionBody, ObjectKinds.Procedure, ObjectKinds.Policy, ObjectKinds.Trigger, ObjectKinds.Check,
            ObjectKinds.Index, ObjectKinds.Table, ObjectKinds.Default, ObjectKinds.Domain, ObjectKinds.Statistics];

    private static readonly Rule[] Rules =
    [
        new(18, "a virtual generated column", [ObjectKinds.Table, ObjectKinds.ForeignTable], text => text.Has("VIRTUAL")),
        new(18, "NOT ENFORCED", [ObjectKinds.Table, ObjectKinds.Check, ObjectKinds.ForeignKey], text => text.Has("NOT", "ENFORCED")),
        new(18, "WITHOUT OVERLAPS", [ObjectKinds.PrimaryKey, ObjectKinds.Unique], text => text.Has("WITHOUT", "OVERLAPS")),
        new(18, "PERIOD", [ObjectKinds.ForeignKey], text => text.Has("PERIOD")),
        new(18, "NOT NULL that is NOT VALID", [ObjectKinds.NotNull], text => text.Has("NOT", "VALID")),
        new(18, "NOT NULL that is NO INHERIT", [ObjectKinds.Table], text => text.Has("NULL", "NO", "INHERIT")),
        new(18, "publish_generated_columns", [ObjectKinds.Publication], text => text.Has("publish_generated_columns")),
        new(18, "the locale PG_UNICODE_FAST", [ObjectKinds.Collation], text => text.HasConstant("PG_UNICODE_FAST")),
        new(18, "OLD and NEW in RETURNING", [ObjectKinds.Function, ObjectKinds.Procedure, ObjectKinds.Rule],
            text => text.Has("RETURNING", "WITH", "(")
            || text.Has("RETURNING", "old", ".") || text.Has("RETURNING", "new", ".")),
        new(17, "the event login", [ObjectKinds.EventTrigger], text => text.Has("ON", "login")),
        new(17, "an access method of a partitioned table", [ObjectKinds.Table], text => text.Has("PARTITION", "BY") && text.Has("USING")),
        new(17, "JSON_TABLE", Queries, text => text.Has("JSON_TABLE", "(")),
        new(17, "JSON_EXISTS, JSON_QUERY or JSON_VALUE", Queries, text => text.Has("JSON_EXISTS", "(") || text.Has("JSON_QUERY", "(")
            || text.Has("JSON_VALUE", "(")),
        new(17, "JSON, JSON_SCALAR or JSON_SERIALIZE", Queries, text => text.Has("JSON", "(") || text.Has("JSON_SCALAR", "(")
            || text.Has("JSON_SERIALIZE", "(")),
        new(17, "MERGE with RETURNING", [ObjectKinds.Function, ObjectKinds.Procedure, ObjectKinds.Rule],
            text => text.Has("MERGE_ACTION", "(")),
        new(17, "the privilege MAINTAIN", [ObjectKinds.Privileges, ObjectKinds.DefaultPrivileges], text => text.Has("MAINTAIN")),
        new(17, "the provider builtin", [ObjectKinds.Collation], text => text.Has("builtin")),
        new(16, "IS JSON", Queries, text => text.Has("IS", "JSON") || text.Has("IS", "NOT", "JSON")),
        new(16, "JSON_ARRAY, JSON_OBJECT or their aggregates", Queries, text => text.Has("JSON_ARRAY", "(") || text.Has("JSON_OBJECT", "(")
            || text.Has("JSON_ARRAYAGG", "(") || text.Has("JSON_OBJECTAGG", "(")),
        new(16, "rules of a collation", [ObjectKinds.Collation], text => text.Has("rules")),
        new(15, "NULLS NOT DISTINCT", [ObjectKinds.Unique, ObjectKinds.Index], text => text.Has("NULLS", "NOT", "DISTINCT")),
        new(15, "columns in ON DELETE SET", [ObjectKinds.ForeignKey], text => text.Has("SET", "NULL", "(")
            || text.Has("SET", "DEFAULT", "(")),
        new(15, "security_invoker", [ObjectKinds.View], text => text.HasOption("security_invoker")),
        new(15, "tables of a schema", [ObjectKinds.Publication], text => text.Has("TABLES", "IN", "SCHEMA")),
        new(15, "rows or columns of a table", [ObjectKinds.Publication], text => text.Has("WHERE") || text.HasColumnList()),
        new(14, "COMPRESSION", [ObjectKinds.Table], text => text.Has("COMPRESSION")),
        new(14, "a multirange type", [ObjectKinds.Table, ObjectKinds.ForeignTable, ObjectKinds.Domain, ObjectKinds.CompositeType,
            ObjectKinds.Function, ObjectKinds.Procedure], text =>
            text.HasTypeEnding("multirange")),
        new(14, "a body of SQL", [ObjectKinds.Function, ObjectKinds.Procedure], text => text.Has("RETURN") || text.Has("BEGIN", "ATOMIC")),
        new(14, "statistics on an expression", [ObjectKinds.Statistics], text => text.Has("ON", "(") || text.Has(",", "(")),
    ];

    /// <summary>Returns the features of the source that a target of <paramref name="targetVersion"/> cannot express: each with the object,
    /// the feature and the version that it needs.</summary>
    public static IReadOnlyList<string> Inexpressible(IEnumerable<SchemaObject> objects, int sourceVersion, int targetVersion)
    {
        var newer = Rules.Where(rule => rule.FirstMajor * 10000 > targetVersion && rule.FirstMajor * 10000 <= sourceVersion).ToList();
        if (newer.Count == 0)
            return [];
        return [.. from made in objects
                   let texts = made.Statements.Select(statement => new StatementWords(statement)).ToList()
                   from rule in newer
                   where rule.Kinds.Contains(made.Kind) && texts.Exists(text => rule.IsIn(text))
                   select $"{made.Kind} {made.Name} ({rule.Feature}, from {rule.FirstMajor} on)"];
    }

    /// <summary>Returns the properties of the tables themselves that it cannot express, where the statements do not show them.</summary>
    public static IEnumerable<string> Inexpressible(DatabaseCatalog source, int targetVersion) =>
        from table in source.PartitionedTables
        from constraint in table.Constraints
        where constraint.Parent == 0
        let rule = constraint switch
        {
            { Kind: ConstraintKind.Exclusion } => (First: 17, Feature: "EXCLUDE on a partitioned table"),
            { Kind: ConstraintKind.ForeignKey, IsValid: false } => (First: 18, Feature: "NOT VALID on a partitioned table"),
            _ => default,
        }
        where rule.First * 10000 > targetVersion
        select $"{(rule.First == 17 ? ObjectKinds.Exclusion : ObjectKinds.ForeignKey)} {constraint.Name} on {table.Name} "
            + $"({rule.Feature}, from {rule.First} on)";

    private sealed record Rule(int FirstMajor, string Feature, string[] Kinds, Func<StatementWords, bool> IsIn);
}

/// <summary>The tokens of a statement that are neither quoted names nor constants.</summary>
internal sealed class StatementWords(string statement)
{
    private readonly Lazy<IReadOnlyList<SqlToken>> tokens = new(() => SqlTokenizer.Tokens(statement));

    /// <summary>Tells whether these words stand one after the other; built-in names and key words are never quoted.</summary>
    public bool Has(params string[] words) => Enumerable.Range(0, Math.Max(0, tokens.Value.Count - words.Length + 1))
        .Any(at => words.Index().All(word => IsBare(tokens.Value[at + word.Index]) && tokens.Value[at + word.Index].Value == word.Item));

    /// <summary>Tells whether a constant of this value is in it.</summary>
    public bool HasConstant(string value) =>
        tokens.Value.Any(token => token.Kind == SqlTokenKind.Literal && token.Value.Contains(value, StringComparison.Ordinal));

    /// <summary>Tells whether a storage option of that name is set.</summary>
    public bool HasOption(string name) => Enumerable.Range(1, Math.Max(0, tokens.Value.Count - 2)).Any(at =>
        tokens.Value[at].Value == name && tokens.Value[at + 1].Value == "=" && tokens.Value[at - 1].Value is "(" or ",");

    /// <summary>Tells whether the name of a table is followed by a list of columns.</summary>
    public bool HasColumnList() => Enumerable.Range(1, Math.Max(0, tokens.Value.Count - 2)).Any(at =>
        tokens.Value[at].Kind == SqlTokenKind.Word && tokens.Value[at - 1].Value == "." && tokens.Value[at + 1].Value == "(");

    /// <summary>Tells whether a built-in type of such a name is used.</summary>
    public bool HasTypeEnding(string end) => tokens.Value.Any(token =>
        token.Kind == SqlTokenKind.Word && IsBare(token) && token.Value.EndsWith(end, StringComparison.Ordinal));

    private bool IsBare(SqlToken token) => token.Kind != SqlTokenKind.Literal && statement[token.Start] != '"';
}
