using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>The <c>search_path</c> that deparsed text is written under and must be run under.
/// The renamed schema stands before <c>pg_catalog</c> so that none of its names is hidden by a built-in one.</summary>
internal static class SearchPath
{
    public static string OfSource(MigrationScope scope) =>
        IsRename(scope) ? $"{Identifier.Quote(scope.SourceSchema!)}, pg_catalog" : "pg_catalog";

    public static string OfTarget(MigrationScope scope) =>
        IsRename(scope) ? $"{Identifier.Quote(scope.TargetSchema!)}, pg_catalog" : "pg_catalog";

    public static bool IsRename(MigrationScope scope) =>
        scope.SourceSchema is not null && scope.TargetSchema is not null && scope.TargetSchema != scope.SourceSchema;
}
