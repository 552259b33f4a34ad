using System.Globalization;
using System.Text;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Composition;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Writes the state of a migration as Prometheus reads it (text format 0.0.4). The names are stable; docs/operations.md lists
/// them.</summary>
internal sealed class MetricsText
{
    /// <summary>The type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Returns the text. Without a migration it says that there is none; with <paramref name="isReachable"/> false, only
    /// that.</summary>
    public static string Of(WatchedStatus? status, bool isReachable)
    {
        var text = new MetricsText();
        text.One("actormigrate_target_reachable", "gauge", "1 when the ledger in the target could be read, else 0.", isReachable ? 1 : 0);
        if (!isReachable)
            return text._text.ToString();
        text.One("actormigrate_migration_present", "gauge", "1 when the target holds a migration, else 0.", status is null ? 0 : 1);
        if (status is not null)
        {
            text.Course(status.Migration);
            text.Work(status);
            text.Nodes(status.Migration);
        }

        return text._text.ToString();
    }

    private void Course(MigrationStatus status)
    {
        Head("actormigrate_info", "gauge", "The migration and the version of the program.");
        Line("actormigrate_info", 1, ("migration", status.Id.ToString()), ("version", ToolVersion.Own));
        Head("actormigrate_phase", "gauge", "1 for the phase that was entered last, 0 for the others.");
        foreach (var phase in Enum.GetNames<Phase>())
            Line("actormigrate_phase", phase == status.Phase ? 1 : 0, ("phase", phase));
        Head("actormigrate_phase_seconds", "gauge", "Seconds that a phase has taken so far.");
        foreach (var phase in status.Phases)
            Line("actormigrate_phase_seconds", phase.Seconds, ("phase", phase.Name));
        Head("actormigrate_outcome", "gauge", "1 for the outcome of a migration that has ended, 0 for the others.");
        foreach (var outcome in Enum.GetNames<Outcome>())
            Line("actormigrate_outcome", outcome == status.Outcome ? 1 : 0, ("outcome", outcome));
        One("actormigrate_paused", "gauge", "1 while the migration is paused.", status.Paused is null ? 0 : 1);
        One("actormigrate_age_seconds", "gauge", "Seconds since the migration began.", (status.At - status.StartedAt).TotalSeconds);
        One("actormigrate_coordinator_term", "gauge", "1, and one more for each time that the coordination was taken over.", status.Term);
        if (status.SnapshotSeconds is { } age)
            One("actormigrate_snapshot_age_seconds", "gauge", "Seconds since the snapshot was exported, while it is held.", age);
        One("actormigrate_snapshot_holders", "gauge", "Sessions that hold the snapshot, as the ledger knows.", status.SnapshotHolders);
    }

    private void Work(WatchedStatus watched)
    {
        var status = watched.Migration;
        var (rows, bytes) = RateSeries.Moved(watched);
        One("actormigrate_rows", "gauge",
            "Rows that were copied, those of copies under way included; fewer after a copy was rolled back.", rows);
        One("actormigrate_bytes", "gauge",
            "Bytes that were copied, those of copies under way included; fewer after a copy was rolled back.", bytes);
        One("actormigrate_committed_rows", "gauge", "Rows that are committed in the target.", status.Tables.Rows);
        One("actormigrate_committed_bytes", "gauge", "Bytes that are committed in the target.", status.Tables.Bytes);
        One("actormigrate_estimated_bytes", "gauge", "Bytes that there are to copy, as estimated.", status.Tables.EstimatedBytes);
        Head("actormigrate_tables", "gauge", "Tables: in all, copied whole, and with failures.");
        Line("actormigrate_tables", status.Tables.Total, ("state", "total"));
        Line("actormigrate_tables", status.Tables.Copied, ("state", "copied"));
        Line("actormigrate_tables", status.Tables.Failed, ("state", "failed"));
        Head("actormigrate_tasks", "gauge", "Tasks by state.");
        var tasks = status.Tasks;
        foreach (var (state, count) in (ReadOnlySpan<(string, long)>)[("blocked", tasks.Blocked), ("ready", tasks.Ready),
            ("running", tasks.Running), ("done", tasks.Done), ("failed", tasks.Failed), ("skipped", tasks.Skipped)])
            Line("actormigrate_tasks", count, ("state", state));
        One("actormigrate_unsuccessful_attempts", "gauge",
            "Attempts that failed, or were lost with their node: each but the last of a failed task is retried.",
            watched.Totals.Unsuccessful);
        One("actormigrate_longest_attempt_seconds", "gauge", "Seconds of the attempt that has run longest.",
            status.Running.Select(task => task.Seconds).DefaultIfEmpty(0).Max());
        One("actormigrate_blocked_attempts", "gauge", "Attempts under way that wait for a lock which another session holds.",
            status.Running.Count(task => task.BlockedBy.Count > 0));
    }

    private void Nodes(MigrationStatus status)
    {
        Head("actormigrate_nodes", "gauge", "Nodes by what the ledger says of them: living, silent for longer than the lease, left.");
        foreach (var state in (ReadOnlySpan<string>)["living", "silent", "left"])
            Line("actormigrate_nodes", status.Nodes.Count(node => node.State == state), ("state", state));
        Head("actormigrate_members", "gauge", "Nodes that have not left, by how Akka's cluster shows them to the coordinator.");
        foreach (var state in (ReadOnlySpan<string>)["joining", "up", "leaving", "unreachable", "down", "absent"])
            Line("actormigrate_members", status.Nodes.Count(node => node.State != "left" && node.Member == state), ("state", state));
        var here = status.Nodes.Where(node => node.State != "left").ToList();
        One("actormigrate_coordinators", "gauge", "Living nodes that coordinate: 1 but for the time of a takeover.",
            here.Count(node => node is { State: "living", Coordinator: true }));
        Head("actormigrate_slots", "gauge", "Slots of each node that has not left.");
        foreach (var node in here)
        {
            Line("actormigrate_slots", node.CopySlots, ("node", node.Name), ("kind", "copy"));
            Line("actormigrate_slots", node.IndexSlots, ("node", node.Name), ("kind", "index"));
        }

        Head("actormigrate_running_tasks", "gauge", "Tasks that each node works on.");
        foreach (var node in here)
            Line("actormigrate_running_tasks", node.Running, ("node", node.Name));
        Head("actormigrate_heartbeat_age_seconds", "gauge", "Seconds since the last heartbeat of each node that has not left.");
        foreach (var node in here)
            Line("actormigrate_heartbeat_age_seconds", node.HeartbeatSeconds, ("node", node.Name));
    }

    private void One(string name, string type, string help, double value)
    {
        Head(name, type, help);
        Line(name, value);
    }

    private void Head(string name, string type, string help) =>
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Line(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        _text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
