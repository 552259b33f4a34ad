using ActorMigrate.Migration.Options;

namespace ActorMigrate.TestServers;

/// <summary>Options of a migration as a user might set them, but quick to give up.</summary>
public static class TestOptions
{
    /// <summary>Options of a whole database, of which a test changes what it is about.</summary>
    public static readonly MigrationOptions Plain = new()
    {
        Scope = new MigrationScope(),
        Existing = ExistingTables.Refuse,
        UseUnloggedTables = false,
        Owners = true,
        Privileges = true,
        Analyze = true,
        Content = MigrationContent.Everything,
        OnObjectError = OnObjectError.Continue,
        Validation = new ValidationOptions(ValidationDepth.Counts, 0),
        AllowOlderTarget = false,
        KeepControl = false,
        Plan = new PlanOptions
            { PartitionThreshold = PartitionThreshold.OfRows(1000), MaxPartitions = 4, ChunkSize = 1000, PartitionBy = PartitionBy.Auto },
        Shared = new SharedOptions
        {
            HeartbeatInterval = TimeSpan.FromSeconds(2),
            Lease = TimeSpan.FromSeconds(10),
            IndexMemoryBytes = 1 << 24,
            SplitBytes = 64 << 20,
            Retry = new RetryOptions
            {
                MaxAttempts = 2,
                AttemptsPerNode = 3,
                MaxAdoptions = 5,
                MinBackoff = TimeSpan.FromMilliseconds(1),
                MaxBackoff = TimeSpan.FromMilliseconds(1),
                Jitter = 0,
            },
        },
        Node = new NodeOptions
        {
            CopySlots = 4,
            IndexSlots = 2,
            PollInterval = TimeSpan.FromMilliseconds(100),
            StallTimeout = TimeSpan.FromMinutes(5),
            CopyBufferBytes = 1 << 16,
        },
    };

    /// <summary>Options of a scope.</summary>
    public static MigrationOptions Of(MigrationScope scope) => Plain with { Scope = scope };
}
