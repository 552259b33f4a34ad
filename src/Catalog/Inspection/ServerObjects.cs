using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Objects that the target has in the schemas of the server, for those that users of the source made there: providers and
/// <c>pg_import_system_collations</c> put the same into every server.</summary>
internal static class ServerObjects
{
    /// <summary>Returns their kinds and names, or nothing where the source has no such object.</summary>
    public static async Task<IReadOnlySet<(string Kind, string Identity)>> FindAsync(
        CatalogSession session, DatabaseCatalog source, CancellationToken ct) =>
        source.ServersSchemas.Count > 0
            ? (await session.ReadAsync("target_server_objects.sql", row => (row.Text(0), row.Text(1)), ct)).ToHashSet()
            : new HashSet<(string, string)>();

    /// <summary>Returns true when the plan leaves out an object in a schema of the server, because the target has the same object, or
    /// because the role may make none there.</summary>
    public static bool Covers(ObjectAddress address, DdlContext context) =>
        context.Options.Target is { } target && context.Catalog.ServersSchemas.TryGetValue(address, out var item)
        && (!target.IsSuperuser || target.ServerObjects.Contains((item.Kind, item.Identity)));
}
