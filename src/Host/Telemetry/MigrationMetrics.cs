using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Telemetry;

/// <summary>The metrics of a migration as a whole, all of them gauges: one list for Prometheus' text and for OpenTelemetry's instruments,
/// so that both have the same names. docs/operations.md lists them.</summary>
internal static class MigrationMetrics
{
    /// <summary>1 when the ledger could be read, else 0.</summary>
    public const string Reachable = "actormigrate_target_reachable";

    /// <summary>Seconds since the ledger was read for the values of this answer.</summary>
    public const string ReadAge = "actormigrate_ledger_age_seconds";

    /// <summary>1 when the target holds a migration, else 0.</summary>
    public const string Present = "actormigrate_migration_present";

    /// <summary>The metric of how a migration has ended.</summary>
    public const string HowItEnded = "actormigrate_outcome";

    /// <summary>The sentence that explains the metric of that name.</summary>
    public const string ReachableHelp = "1 when the ledger in the target could be read, else 0.";

    /// <inheritdoc cref="ReachableHelp"/>
    public const string ReadAgeHelp = "Seconds since the ledger was read for these values.";

    /// <inheritdoc cref="ReachableHelp"/>
    public const string PresentHelp = "1 when the target holds a migration, else 0.";

    /// <summary>All of them but those of a target without a migration, in the order in which they are written.</summary>
    public static IReadOnlyList<MetricFamily> All { get; } = [.. Migration(), .. Work(), .. Nodes()];

    private static IEnumerable<MetricFamily> Migration() =>
    [
        new("actormigrate_info", "The migration and the version of the program.",
            seen => [new(1, ("migration", seen.Migration.Id.ToString()), ("version", ToolVersion.Own))]),
        new("actormigrate_phase", "1 for the phase that was entered last, 0 for the others.",
            seen => Enum.GetNames<Phase>().Select(phase => new MetricSample(phase == seen.Migration.Phase ? 1 : 0, ("phase", phase)))),
        new("actormigrate_phase_seconds", "Seconds that a phase has taken so far.",
            seen => seen.Migration.Phases.Select(phase => new MetricSample(phase.Seconds, ("phase", phase.Name)))),
        new(HowItEnded, "1 for the outcome of a migration that has ended, 0 for the others.",
            seen => Outcomes(seen.Migration.Outcome)),
        MetricFamily.One("actormigrate_paused", "1 while the migration is paused.", seen => seen.Migration.Paused is null ? 0 : 1),
        MetricFamily.One("actormigrate_age_seconds", "Seconds since the migration began.",
            seen => (seen.Migration.At - seen.Migration.StartedAt).TotalSeconds),
        MetricFamily.One("actormigrate_coordinator_term", "1, and one more for each time that the coordination was taken over.",
            seen => seen.Migration.Term),
        MetricFamily.One("actormigrate_snapshot_age_seconds", "Seconds since the snapshot was exported, while it is held.",
            seen => seen.Migration.SnapshotSeconds),
        MetricFamily.One("actormigrate_snapshot_holders", "Sessions that hold the snapshot, as the ledger knows.",
            seen => seen.Migration.SnapshotHolders),
    ];

    /// <summary>Returns the values of <see cref="HowItEnded"/>.</summary>
    public static IEnumerable<MetricSample> Outcomes(string? ended) =>
        Enum.GetNames<Outcome>().Select(outcome => new MetricSample(outcome == ended ? 1 : 0, ("outcome", outcome)));

    private static IEnumerable<MetricFamily> Work() =>
    [
        MetricFamily.One("actormigrate_rows",
            "Rows that were copied, those of copies under way included; fewer after a copy was rolled back.",
            seen => MovedSoFar.Of(seen).Rows),
        MetricFamily.One("actormigrate_bytes",
            "Bytes that were copied, those of copies under way included; fewer after a copy was rolled back.",
            seen => MovedSoFar.Of(seen).Bytes),
        MetricFamily.One("actormigrate_committed_rows", "Rows that are committed in the target.", seen => seen.Migration.Tables.Rows),
        MetricFamily.One("actormigrate_committed_bytes", "Bytes that are committed in the target.", seen => seen.Migration.Tables.Bytes),
        MetricFamily.One("actormigrate_estimated_bytes", "Bytes that there are to copy, as estimated.",
            seen => seen.Migration.Tables.EstimatedBytes),
        new("actormigrate_tables", "Tables: in all, copied whole, and with failures.", seen => Tables(seen.Migration)),
        new("actormigrate_tasks", "Tasks by state.", seen => Tasks(seen.Migration)),
        MetricFamily.One("actormigrate_unsuccessful_attempts",
            "Attempts that failed, or were lost with their node: each but the last of a failed task is retried.",
            seen => seen.Totals.Unsuccessful),
        MetricFamily.One("actormigrate_longest_attempt_seconds", "Seconds of the attempt that has run longest.",
            seen => seen.Migration.Running.Select(task => task.Seconds).DefaultIfEmpty(0).Max()),
        MetricFamily.One("actormigrate_blocked_attempts", "Attempts under way that wait for a lock which another session holds.",
            seen => seen.Migration.Running.Count(task => task.BlockedBy.Count > 0)),
    ];

    private static IEnumerable<MetricSample> Tables(MigrationStatus status) =>
    [
        new(status.Tables.Total, ("state", "total")), new(status.Tables.Copied, ("state", "copied")),
        new(status.Tables.Failed, ("state", "failed")),
    ];

    private static IEnumerable<MetricSample> Tasks(MigrationStatus status) =>
    [
        new(status.Tasks.Blocked, ("state", "blocked")), new(status.Tasks.Ready, ("state", "ready")),
        new(status.Tasks.Running, ("state", "running")), new(status.Tasks.Done, ("state", "done")),
        new(status.Tasks.Failed, ("state", "failed")), new(status.Tasks.Skipped, ("state", "skipped")),
    ];

    private static IEnumerable<MetricFamily> Nodes() =>
    [
        new("actormigrate_nodes", "Nodes by what the ledger says of them: living, silent for longer than the lease, left.",
            seen => Count(["living", "silent", "left"], state => seen.Migration.Nodes.Count(node => node.State == state))),
        new("actormigrate_members", "Nodes that have not left, by how Akka's cluster shows them to the coordinator.",
            seen => Count(
                ["joining", "up", "leaving", "unreachable", "down", "absent"], state => Here(seen).Count(node => node.Member == state))),
        MetricFamily.One("actormigrate_coordinators", "Living nodes that coordinate: 1 but for the time of a takeover.",
            seen => Here(seen).Count(node => node is { State: "living", Coordinator: true })),
        new("actormigrate_slots", "Slots of each node that has not left.", seen => Here(seen).SelectMany(Slots)),
        new("actormigrate_running_tasks", "Tasks that each node works on.",
            seen => Here(seen).Select(node => new MetricSample(node.Running, ("node", node.Name)))),
        new("actormigrate_heartbeat_age_seconds", "Seconds since the last heartbeat of each node that has not left.",
            seen => Here(seen).Select(node => new MetricSample(node.HeartbeatSeconds, ("node", node.Name)))),
    ];

    private static IEnumerable<NodeStatus> Here(WatchedStatus seen) => seen.Migration.Nodes.Where(node => node.State != "left");

    private static IEnumerable<MetricSample> Slots(NodeStatus node) =>
    [
        new(node.CopySlots, ("node", node.Name), ("kind", "copy")), new(node.IndexSlots, ("node", node.Name), ("kind", "index")),
    ];

    private static IEnumerable<MetricSample> Count(IEnumerable<string> states, Func<string, int> count) =>
        states.Select(state => new MetricSample(count(state), ("state", state)));
}
