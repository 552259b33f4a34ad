namespace ActorMigrate.Migration.Failures;

/// <summary>The class of a failure, which decides how it is handled.</summary>
public enum FailureClass
{
    /// <summary>The failure may go away by itself (connection lost, deadlock, server restarting): try again.</summary>
    Transient,

    /// <summary>The failure will happen again (bad data, missing privilege): fail this task, go on with the rest.</summary>
    Permanent,

    /// <summary>Nothing else can go on either (disk full, target read-only): stop the run.</summary>
    Fatal,
}
