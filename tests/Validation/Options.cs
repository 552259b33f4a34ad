using ActorMigrate.Migration;

namespace ActorMigrate.Validation.Tests;

/// <summary>Options of a migration, of which a comparison reads a few.</summary>
internal static class Options
{
    public static MigrationOptions Of(MigrationScope scope) => new()
    {
        Scope = scope,
        Existing = ExistingTables.Refuse,
        UseUnloggedTables = false,
        AllowOlderTarget = false,
        KeepControl = false,
        Plan = new PlanOptions
            { PartitionThreshold = PartitionThreshold.Auto, MaxPartitions = 2, ChunkSize = 100, PartitionBy = PartitionBy.Auto },
        Shared = null!,
        Node = null!,
    };
}
