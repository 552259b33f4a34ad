using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>All that was read for the checks so far. Parts that were not read are null.</summary>
internal sealed record Examined(MigrationOptions Options)
{
    /// <summary>The two servers.</summary>
    public ServersSeen? Servers { get; init; }

    /// <summary>The source's objects as the role that reads them sees them.</summary>
    public SourceSeen? Source { get; init; }

    /// <summary>The target's objects, and the plan.</summary>
    public TargetSeen? Target { get; init; }

    /// <summary>Returns the failure that kept facts from being read, with the check that names it.</summary>
    public IReadOnlyList<(string Check, CheckFinding Finding)> Unread { get; init; } = [];
}
