using System.Globalization;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Inspection;

/// <summary>Writes the state of a migration for people.</summary>
internal static class StatusView
{
    private const int MostRunning = 20;
    private const int MostDirectives = 5;
    private const int Hanging = 8;

    /// <summary>Writes <paramref name="status"/>; lines are broken at <paramref name="width"/> columns, where that is not null.</summary>
    public static void Write(MigrationStatus status, TextWriter output, int? width)
    {
        foreach (var line in Lines(status).Select(Printable.Line))
        {
            foreach (var part in width is { } columns ? Wrapped.Lines(line, columns - 1, Hanging) : [line])
                output.WriteLine(part);
        }

        output.Flush();
    }

    private static IEnumerable<string> Lines(MigrationStatus status) =>
    [
        $"Migration {status.Id}, {(status.Outcome is { } outcome ? $"ended: {outcome}" : "not ended")}",
        $"  from {status.Source}",
        $"  to   {status.Target}",
        $"  begun {status.StartedAt.ToString("u", CultureInfo.InvariantCulture)}, {Amounts.Duration(status.At - status.StartedAt)} ago, "
            + $"by actormigrate {status.Tool}; term "
            + $"{status.Term}{(status.TargetTimeline is { } timeline ? $", target on timeline {timeline}" : "")}",
        $"Phase   {PhaseNames.Words(status.Phase)} ("
            + $"{Amounts.Seconds(status.Phases.LastOrDefault(phase => phase.Name == status.Phase)?.Seconds ?? 0)})",
        $"Tables  {status.Tables.Copied} of {status.Tables.Total} copied, {status.Tables.Failed} with failures; "
        + $"{Amounts.Count(status.Tables.Rows)} rows, "
            + $"{Amounts.Bytes(status.Tables.Bytes)} committed of about "
            + $"{Amounts.Bytes(status.Tables.EstimatedBytes)}{LargeObjects(status.LargeObjects)}",
        $"Tasks   {status.Tasks.Running} running, {status.Tasks.Ready} ready, {status.Tasks.Blocked} blocked, {status.Tasks.Done} done, "
            + $"{status.Tasks.Failed} failed, {status.Tasks.Skipped} skipped",
        .. status.MaxRate is { } rate ? [$"Limit   {Amounts.BytesPerSecond(rate)} for all nodes together"] : Array.Empty<string>(),
        .. Snapshot(status),
        .. status.Nodes.Where(node => node.State != "left" || node.Coordinator).Select(node => Node(node, HasCoordinator(status))),
        .. status.Directives.TakeLast(MostDirectives).Select(given => $"Told    {DirectiveWords.Given(given)}"),
        .. status.Running.Take(MostRunning).Select(Running),
        .. status.Failures.SelectMany(Failure),
        $"Waits   {WaitsFor(status)}",
    ];

    private static string LargeObjects(LargeObjectTotals found) =>
        found.Total == 0 ? "" : $"; {Amounts.Count(found.Copied)} of {Amounts.Count(found.Total, "large object")} copied";

    private static IEnumerable<string> Failure(FailureStatus failure)
    {
        var attempts = Amounts.Count(failure.Attempts, "attempt");
        yield return $"Failed  {failure.Kind} {failure.Name}, {attempts}: {failure.SqlState} {failure.Error} {failure.Remedy}".TrimEnd();
        if (failure.Objects.Count > 1)
            yield return $"        the same of {Amounts.Count(failure.Objects.Count, "object")}: {NameList.Of(failure.Objects)}";
        if (failure.Skipped.Count > 0)
            yield return $"        skipped with it: {NameList.Of(failure.Skipped)}";
    }

    private static IEnumerable<string> Snapshot(MigrationStatus status)
    {
        if (status.SnapshotSeconds is { } seconds)
            yield return $"Snapshot exported {Amounts.Seconds(seconds)} ago, {Amounts.Count(status.SnapshotHolders, "holder")} recorded";
        if (status.SourceSide is { } source)
        {
            yield return source.XminAge is { } age
                ? $"Source  {Amounts.Count(source.Sessions, "session")} {(source.Sessions == 1 ? "holds" : "hold")} back vacuum by "
                    + $"{Amounts.Count(age, "transaction")}, since "
                    + $"{Amounts.Seconds(source.Seconds ?? 0)}"
                : "Source  no session holds the snapshot";
        }
    }

    private static bool HasCoordinator(MigrationStatus status) => status.Nodes.Any(node => node is { State: "living", Coordinator: true });

    private static string Node(NodeStatus node, bool hasCoordinator) =>
        $"Node    {node.Name} on {node.Host}, process {node.Pid}: "
        + $"{node.State}{Coordination(node)}{(node.Drained ? ", drained" : "")}, "
        + Member(node, hasCoordinator)
        + $"heartbeat {Amounts.Seconds(node.HeartbeatSeconds)} ago, {Amounts.Count(node.Running, "task")} running, "
        + $"{Amounts.Count(node.CopySlots, "copy slot")}, {Amounts.Count(node.IndexSlots, "index slot")}"
        + (node.MaxRate is { } rate ? $", at most {Amounts.BytesPerSecond(rate)}" : "");

    private static string Coordination(NodeStatus node) =>
        !node.Coordinator ? "" : node.State == "left" ? ", coordinated" : ", coordinates";

    /// <summary>Returns Akka's view of the node, and its age. A coordinator that is silent does not update it.</summary>
    private static string Member(NodeStatus node, bool hasCoordinator) => node switch
    {
        { State: "left" } or { Member: null } => "",
        _ when hasCoordinator => $"Akka sees it {node.Member} for {Amounts.Seconds(node.MemberSeconds ?? 0)}, ",
        _ => $"Akka last saw it {node.Member}, ",
    };

    private static string Running(RunningStatus task)
    {
        var moved = task.Bytes > 0
            ? $", {Amounts.Count(task.Rows)} rows, {Amounts.Bytes(task.Bytes)}, "
                + $"{Amounts.BytesPerSecond(task.Bytes / Math.Max(task.Seconds, 0.001))}"
            : "";
        var waits = task.WaitsFor switch
        {
            null => "",
            // The backend waits for its client, which reads the source or keeps to a rate.
            "Client: ClientRead" => ", waits for more rows (Client: ClientRead)",
            var wait => $", waits for {wait}",
        };
        var blocked = task.BlockedBy.Count > 0 ? $" held by process {string.Join(", ", task.BlockedBy)}" : "";
        var error = task.LastError is { } last ? $"; before: {last}" : "";
        var on = task.Node is { } node ? $" on {node}" : "";
        return $"Running {task.Kind} {task.Name}{on}, attempt {task.Attempt}, {Amounts.Seconds(task.Seconds)}"
            + $"{moved}{waits}{blocked}{error}";
    }

    /// <summary>Says which step has to come next.</summary>
    internal static string WaitsFor(MigrationStatus status) => status switch
    {
        { Outcome: "Succeeded" } => "for nothing: everything is migrated; actormigrate cleanup removes the ledger",
        { Outcome: not null } => "for actormigrate resume, or actormigrate cleanup",
        _ when !HasCoordinator(status) =>
            status.Nodes.Any(node => node.State == "living")
                ? "for a living node to take the coordination over"
                : "for actormigrate resume: no node lives",
        { Paused: { } pause } => $"for actormigrate continue: paused by {pause.By}"
            + (status.Running.Count > 0
                ? $", while {Amounts.Count(status.Running.Count, "task")} run{(status.Running.Count == 1 ? "s" : "")} on"
                : ""),
        { Running.Count: > 0 } => $"for {Amounts.Count(status.Running.Count, "running task")}",
        { Tasks.Ready: > 0 } => "for a node with a free slot",
        _ => "for the coordinator",
    };
}
