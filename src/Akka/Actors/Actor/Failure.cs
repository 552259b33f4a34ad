namespace Akka.Actor;

/// <summary>Obsolete in Akka.NET too; here so that its name clashes with others as it does there.</summary>
[Obsolete("Use Akka.Actor.Status.Failure. Will be removed in v1.6")]
public class Failure
{
    /// <summary>What happened.</summary>
    public Exception? Exception { get; set; }

    /// <summary>When it happened.</summary>
    public DateTime Timestamp { get; set; }
}
