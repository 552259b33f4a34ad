namespace ActorMigrate.Migration;

/// <summary>Names one process that takes part in a migration; chosen at its start, never reused.</summary>
public readonly record struct NodeId(Guid Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
