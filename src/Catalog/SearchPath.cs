using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>The <c>search_path</c> that deparsed text is written under and must be run under. One renamed schema stands before
/// <c>pg_catalog</c>, so that none of its names is hidden by a built-in one; several would hide
/// each other's, so that none is in it.</summary>
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
