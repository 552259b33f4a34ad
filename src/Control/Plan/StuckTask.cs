namespace ActorMigrate.Control.Plan;

/// <summary>A task that nothing can bring to an end. <paramref name="Waits"/>: what it waits for, in words.</summary>
public sealed record StuckTask(string Kind, string Name, string Waits)
{
    /// <summary>Returns the task for people.</summary>
    public override string ToString() => $"{Kind} {Name} ({Waits})";
}
