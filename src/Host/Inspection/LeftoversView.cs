using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Inspection;

/// <summary>Shows what a migration has left behind.</summary>
internal static class LeftoversView
{
    public static void Write(Leftovers leftovers, TextWriter output)
    {
        foreach (var line in Lines(leftovers))
            output.WriteLine(Printable.Line(line));
        output.Flush();
    }

    private static IEnumerable<string> Lines(Leftovers left) =>
    [
        $"The target holds the ledger (schema {ControlSchema.Name}) of migration {left.Ledger.Id}, begun at {left.Ledger.StartedAt}, "
            + $"in phase {PhaseNames.Words(left.Ledger.Phase)}, "
                + $"{(left.Ledger.Outcome is { } outcome ? "ended: " + outcome : "not ended")}.",
        $"Nodes: {left.Ledger.Nodes.Count}, of which "
            + $"{left.Ledger.Living.Count} live{(left.Ledger.Living.Count > 0 ? ": " + string.Join(", ", left.Ledger.Living) : "")}.",
        "Snapshots held, by the ledger: "
            + $"{(left.Ledger.Snapshots.Count > 0 ? string.Join(", ", left.Ledger.Snapshots) : "none")}.",
        .. Sessions("target", left.InTarget),
        .. left.InSource is { } there ? Sessions("source", there) : ["The source was not searched; name it with --source."],
    ];

    private static IEnumerable<string> Sessions(string side, IReadOnlyList<LeftSession> sessions) => sessions.Count == 0
        ? [$"No session of its nodes is left in the {side}."]
        : sessions.Select(session =>
            $"In the {side}: process {session.Pid}, {session.ApplicationName}, {session.State}, for {Amounts.Seconds(session.Seconds)}.");
}
