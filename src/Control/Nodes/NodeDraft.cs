using ActorMigrate.Migration;

namespace ActorMigrate.Control.Nodes;

/// <summary>A process that takes part, as it registers itself. Its name is unique among living nodes.</summary>
public sealed record NodeDraft(NodeId Id, string Name, string Host, int Pid, string ToolVersion, int CopySlots, int IndexSlots)
{
    /// <summary>The bytes a second that it may copy at most, or null for no limit.</summary>
    public long? MaxRate { get; init; }

    /// <summary>The most connections to the source that it opens.</summary>
    public int SourceConnections { get; init; }

    /// <summary>The most connections to the target that it opens.</summary>
    public int TargetConnections { get; init; }

    /// <summary>The address of its actor system, or null before it listens.</summary>
    public NodeAddress? Address { get; init; }
}
