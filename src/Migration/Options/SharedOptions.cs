namespace ActorMigrate.Migration.Options;

/// <summary>Settings that hold for every node of a migration. The ledger records those of the process that began it, and each node that
/// joins or resumes the migration goes by these instead of its own.</summary>
public sealed record SharedOptions
{
    /// <summary>Between two heartbeats of a node in the ledger.</summary>
    public required TimeSpan HeartbeatInterval { get; init; }

    /// <summary>The time for which a node may be silent: the cluster removes it after about one and a half leases.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>maintenance_work_mem of index builds in bytes, shared by all index slots of all nodes.</summary>
    public required long IndexMemoryBytes { get; init; }

    /// <summary>Bytes a second that all nodes together may copy; null for no limit.</summary>
    public long? MaxRate { get; init; }

    /// <summary>Partitions that nobody has begun are halved for idle nodes, down to so many bytes.</summary>
    public required long SplitBytes { get; init; }

    /// <summary>The options by which failed attempts are tried again.</summary>
    public required RetryOptions Retry { get; init; }
}
