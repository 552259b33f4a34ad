using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Refuses to rename a schema whose operators would be run by the catalog queries themselves (see rename_capture.sql).</summary>
internal static class RenameGuard
{
    public static async Task CheckAsync(NpgsqlConnection connection, MigrationScope scope, CancellationToken ct)
    {
        foreach (var schema in scope.RenamedSchemas())
            await CheckAsync(connection, schema, ct);
    }

    private static async Task CheckAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        var session = CatalogSession.Begin(connection, "pg_catalog");
        var captures = await session.ReadAsync("rename_capture.sql", row => row.Text(0), ct, new[] { schema });
        await session.EndAsync(ct);
        if (captures.Count > 0)
        {
            throw new RefusedException(
                $"Schema {schema} cannot be renamed: it redefines built-in operators ({string.Join(", ", captures.Take(3))}), which "
                    + "reading its definitions would call.",
                "Migrate it under its own name and rename it afterwards with ALTER SCHEMA, or drop these operators.");
        }
    }
}
