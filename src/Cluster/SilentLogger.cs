namespace ActorMigrate.Cluster;

/// <summary>Takes the place of Akka.NET's logger of last resort, which writes to standard output while the system starts and stops: a
/// stream of JSON must hold nothing else.</summary>
public sealed class SilentLogger : Akka.Event.MinimalLogger
{
    /// <inheritdoc />
    protected override void Log(object message)
    {
    }
}
