using ActorMigrate.Migration;
using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Control.Nodes;

/// <summary>Describes this process as a node.</summary>
public static class OwnNode
{
    /// <summary>Returns the name of this process's node: <paramref name="name"/>, or where that is
    /// null one of its host and process id.</summary>
    public static string NameOf(string? name) => name ?? $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Returns a node of this process: named <paramref name="name"/>, or for its host and process id.</summary>
    public static NodeDraft Draft(NodeId id, string? name, string toolVersion, NodeOptions options, NodeAddress? address = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (host, pid) = (Environment.MachineName, Environment.ProcessId);
        return new NodeDraft(id, NameOf(name), host, pid, toolVersion, options.CopySlots, options.IndexSlots)
        {
            MaxRate = options.MaxRate,
            SourceConnections = ConnectionBudget.NeededInSource(options),
            TargetConnections = ConnectionBudget.NeededInTarget(options),
            Address = address,
        };
    }
}
