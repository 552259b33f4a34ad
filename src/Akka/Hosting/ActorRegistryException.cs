namespace Akka.Hosting;

/// <summary>An actor registry was used wrongly.</summary>
public class ActorRegistryException : Exception
{
    /// <summary>Says how.</summary>
    public ActorRegistryException(string message)
        : base(message)
    {
    }
}

/// <summary>The type is taken.</summary>
public sealed class DuplicateActorRegistryException : ActorRegistryException
{
    /// <summary>Says which.</summary>
    public DuplicateActorRegistryException(string message)
        : base(message)
    {
    }
}

/// <summary>No actor is registered under the type.</summary>
public sealed class MissingActorRegistryEntryException : ActorRegistryException
{
    /// <summary>Says which.</summary>
    public MissingActorRegistryEntryException(string message)
        : base(message)
    {
    }
}
