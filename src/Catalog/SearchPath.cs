using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>The <c>search_path</c> that deparsed text is written under and must be run under. A single renamed schema precedes
/// <c>pg_catalog</c>, so that no built-in object hides one of its objects. Several renamed schemas are all left out, because their objects
/// would hide each other.</summary>
internal static class SearchPath
{
    // Other words than where nothing is renamed, by which rules and triggers are deparsed without the schema of their table (triggers.sql).
    private const string OfSeveral = "pg_catalog, pg_temp";

    public static string OfSource(MigrationScope scope) => Of(scope.RenamedSchemas());

    public static string OfTarget(MigrationScope scope) => Of([.. scope.RenamedSchemas().Select(scope.MapSchema)]);

    /// <summary>Returns the path under which just the names of <paramref name="schema"/> are bare.</summary>
    public static string Of(string schema) => $"{Identifier.Quote(schema)}, pg_catalog";

    private static string Of(IReadOnlyList<string> renamed) => renamed.Count switch
    {
        0 => "pg_catalog",
        1 => Of(renamed[0]),
        _ => OfSeveral,
    };
}
