using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Decides whether a process takes part. Pure. The words name no server, because who asks needs no token.</summary>
internal static class Readiness
{
    /// <summary>Returns why the process does not take part, or null where it does.</summary>
    /// <param name="status">The state of the migration, or null.</param>
    /// <param name="problem">Why the target cannot be read, or null.</param>
    /// <param name="node">The node of the process, or null where it only looks.</param>
    /// <param name="host">The machine of the process.</param>
    /// <param name="pid">The number of the process.</param>
    public static string? Lacks(WatchedStatus? status, string? problem, string? node, string host, int pid)
    {
        if (problem is not null)
            return "The target cannot be read.";
        if (node is null)
            return null;
        if (status is null)
            return "There is no migration in the target yet.";
        var own = status.Migration.Nodes.LastOrDefault(one => one.Name == node && one.Host == host && one.Pid == pid
            && one.State != "left");
        return own switch
        {
            null => "This process is not a node of the migration.",
            { State: "silent" } => "The node of this process has been silent for longer than its lease.",
            { Member: "up" } => null,
            _ => $"The node of this process is {own.Member ?? "not yet seen"} in the cluster.",
        };
    }
}
