namespace ActorMigrate.Migration.Directing;

/// <summary>The kinds of directives that a running migration obeys.</summary>
public enum DirectiveVerb
{
    /// <summary>Grant no task any more; tasks that are granted go on to their end.</summary>
    Pause,

    /// <summary>Grant tasks again.</summary>
    Continue,

    /// <summary>End the run in order, so that it can be resumed.</summary>
    Stop,

    /// <summary>Grant one node no task any more; it leaves when the tasks that it holds have ended.</summary>
    Drain,

    /// <summary>Change slots or rates of one node, or of all.</summary>
    Set,
}
