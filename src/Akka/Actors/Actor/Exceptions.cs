namespace Akka.Actor;

/// <summary>An actor could not be made or started; by default its parent stops it.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Says what happened.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>Says what happened, and why.</summary>
    public ActorInitializationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Says to whom it happened.</summary>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null)
        : base(message, cause) => Actor = actor;

    /// <summary>The actor that could not be made.</summary>
    public IActorRef? Actor { get; set; }
}

/// <summary><c>PreRestart</c> threw.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>While restarting <paramref name="actor"/> because of <paramref name="cause"/>, its hook threw <paramref name="restartException"/>.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
        : base(actor, $"Exception in PreRestart ({restartException.GetType()}: {restartException.Message})", cause)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    /// <summary>What the hook threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message that the actor failed on.</summary>
    public object? OptionalMessage { get; }
}

/// <summary>The new instance of a restarted actor could not be made or started.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>While restarting <paramref name="actor"/> because of <paramref name="originalCause"/>, <paramref name="cause"/> happened.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause.GetType()}: {originalCause.Message})", cause) =>
        OriginalCause = originalCause;

    /// <summary>What the restart was for.</summary>
    public Exception OriginalCause { get; }
}

/// <summary>The actor was sent <see cref="Kill"/>; by default its parent stops it.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Says what happened.</summary>
    public ActorKilledException(string message)
        : base(message)
    {
    }
}

/// <summary>A watched actor ended and the watcher did not handle <see cref="Terminated"/>; by default its parent stops it.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>Names the actor that ended.</summary>
    public DeathPactException(IActorRef deadActor)
        : base($"Monitored actor [{deadActor}] terminated") => DeadActor = deadActor;

    /// <summary>The actor that ended.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>No answer came in time.</summary>
public class AskTimeoutException : AkkaException
{
    /// <summary>Says what was asked, and for how long.</summary>
    public AskTimeoutException(string message)
        : base(message)
    {
    }
}

/// <summary>The name is not allowed, or a sibling has it.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>Names the name.</summary>
    public InvalidActorNameException(string message)
        : base(message)
    {
    }

    /// <summary>Names the name, and why.</summary>
    public InvalidActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The message cannot be sent: it is null.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>Says why.</summary>
    public InvalidMessageException(string message)
        : base(message)
    {
    }
}

/// <summary>The actor did what it may not do in its state, such as stashing a message twice.</summary>
public class IllegalActorStateException : AkkaException
{
    /// <summary>Says what it did.</summary>
    public IllegalActorStateException(string message)
        : base(message)
    {
    }
}
