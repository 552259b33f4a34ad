using ActorMigrate.Control.Migrations;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>A control schema with one migration that has just begun.</summary>
internal static class RecordedMigration
{
    /// <summary>Makes it, led by <paramref name="coordinator"/> in term 1.</summary>
    public static async Task MakeAsync(NpgsqlConnection target, MigrationId id, NodeId coordinator)
    {
        await ControlSchema.CreateAsync(target, default);
        await MigrationLedger.RecordAsync(
            target, new MigrationDraft(id, "test", "source", "target", "identity", "1:1:", "{}", coordinator), TimeSpan.Zero, default);
    }
}
