namespace ActorMigrate.Host.Demo;

/// <summary>The size of the demonstration's database (1 is a few million rows), and whether its servers stay up afterwards.</summary>
public sealed record DemoSettings(double Scale, bool Keep)
{
    /// <summary>The number of nodes that migrate, each in a process of its own.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>One worker is killed while it copies.</summary>
    public bool Kill { get; init; }

    /// <summary>The user has said how fast the copy may be.</summary>
    public bool HasRate { get; init; }

    /// <summary>The slots of each node as the user gave them, or null.</summary>
    public string? CopySlots { get; init; }

    /// <inheritdoc cref="CopySlots"/>
    public string? IndexSlots { get; init; }
}
