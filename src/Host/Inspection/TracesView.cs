using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Inspection;

/// <summary>Shows what a migration has left behind.</summary>
internal static class TracesView
{
    public static void Write(Traces traces, TextWriter output)
    {
        foreach (var line in Lines(traces))
            output.WriteLine(Printable.Line(line));
        output.Flush();
    }

    private static IEnumerable<string> Lines(Traces traces) =>
    [
        $"The target holds the ledger (schema {ControlSchema.Name}) of migration {traces.Ledger.Id}, begun at {traces.Ledger.StartedAt}, "
            + $"in phase {traces.Ledger.Phase}, {(traces.Ledger.Outcome is { } outcome ? "ended: " + outcome : "not ended")}.",
        $"Nodes: {traces.Ledger.Nodes.Count}, of which "
            + $"{traces.Ledger.Living.Count} live{(traces.Ledger.Living.Count > 0 ? ": " + string.Join(", ", traces.Ledger.Living) : "")}.",
        "Snapshots held, by the ledger: "
            + $"{(traces.Ledger.Snapshots.Count > 0 ? string.Join(", ", traces.Ledger.Snapshots) : "none")}.",
        .. Sessions("target", traces.InTarget),
        .. traces.InSource is { } there ? Sessions("source", there) : ["The source was not searched; name it with --source."],
    ];

    private static IEnumerable<string> Sessions(string side, IReadOnlyList<TracedSession> sessions) => sessions.Count == 0
        ? [$"No session of its nodes is left in the {side}."]
        : sessions.Select(session =>
            $"In the {side}: process {session.Pid}, {session.ApplicationName}, {session.State}, for {Amounts.Seconds(session.Seconds)}.");
}
