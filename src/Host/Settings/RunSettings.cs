using ActorMigrate.Cluster;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration.Options;
using Akka.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Settings;

/// <summary>Everything a run was asked for, read once and checked.</summary>
public sealed record RunSettings
{
    /// <summary>The source's connection.</summary>
    public required ConnectionText Source { get; init; }

    /// <summary>The target's connection.</summary>
    public required ConnectionText Target { get; init; }

    /// <summary>The options of the migration.</summary>
    public required MigrationOptions Options { get; init; }

    /// <summary>The name that the node goes by, or null for one of its host and process.</summary>
    public string? NodeName { get; init; }

    /// <summary>The address at which the node listens for others.</summary>
    public ListenAddress Listen { get; init; } = ListenAddress.Loopback;

    /// <summary>The file of the report, or null.</summary>
    public required string? ReportPath { get; init; }

    /// <summary>The run's report is written to a file, or with the events.</summary>
    public bool WritesReport => ReportPath is not null || Progress == ProgressMode.Json;

    /// <summary>The receivers of notifications.</summary>
    public NotifyOptions Notify { get; init; } = new();

    /// <summary>The dashboard.</summary>
    public DashboardOptions Dashboard { get; init; } = new();

    /// <summary>The view of progress.</summary>
    public required ProgressMode Progress { get; init; }

    /// <summary>The least severe log messages that are shown.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The format of log messages.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>The plan that was reviewed, or null.</summary>
    public ReviewedPlan? Reviewed { get; init; }

    /// <summary>The actor system's configuration, with <c>akka</c> at its top.</summary>
    public required Config ActorSystem { get; init; }
}
