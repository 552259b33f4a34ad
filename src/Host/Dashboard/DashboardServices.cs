using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Directing;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Everything that a dashboard needs of the process that serves it.</summary>
internal sealed record DashboardServices
{
    /// <summary>The address at which it listens, and the rules of its use.</summary>
    public required DashboardOptions Options { get; init; }

    /// <summary>Looks at the migration.</summary>
    public required IMigrationWatch Watch { get; init; }

    /// <summary>Gives a directive to the migration, and says what follows.</summary>
    public required Func<DirectiveDraft, CancellationToken, Task<string>> SteerAsync { get; init; }

    /// <summary>The node of the process, or null where it only looks.</summary>
    public string? Node { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}
