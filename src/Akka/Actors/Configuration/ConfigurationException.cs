using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A configuration that cannot be read or used.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>An error with this message.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with this message and its cause.</summary>
    public ConfigurationException(string message, Exception exception)
        : base(message, exception)
    {
    }

    /// <summary>The error that <typeparamref name="T"/> was given no configuration, at <paramref name="path"/> where known.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string? path = null) =>
        new($"Failed to create {typeof(T)}: its configuration{(path is null ? "" : $" at {path}")} is missing or empty");
}
