namespace Akka.Actor;

/// <summary>The base of the actor system's own exceptions.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>An error with this message and, where known, its cause.</summary>
    protected AkkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
