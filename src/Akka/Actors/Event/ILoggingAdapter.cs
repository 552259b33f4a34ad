namespace Akka.Event;

/// <summary>Writes to the log of a system; the methods for each level are in <see cref="LoggingExtensions"/>.</summary>
public interface ILoggingAdapter
{
    /// <summary>What makes text of formats.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether anything is written at this level.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether anything is written at this level.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether anything is written at this level.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether anything is written at this level.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether anything is written at <paramref name="logLevel"/>.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Writes an entry, about an exception if there is one.</summary>
    void Log(LogLevel logLevel, Exception? cause, LogMessage message);

    /// <summary>Writes an entry, about an exception if there is one.</summary>
    void Log(LogLevel logLevel, Exception? cause, string format);
}

/// <summary>A log that writes nothing.</summary>
public sealed class NoLogger : ILoggingAdapter
{
    /// <summary>The one instance.</summary>
    public static readonly ILoggingAdapter Instance = new NoLogger();

    private NoLogger()
    {
    }

    /// <inheritdoc/>
    public ILogMessageFormatter Formatter => DefaultLogMessageFormatter.Instance;

    /// <inheritdoc/>
    public bool IsDebugEnabled => false;

    /// <inheritdoc/>
    public bool IsInfoEnabled => false;

    /// <inheritdoc/>
    public bool IsWarningEnabled => false;

    /// <inheritdoc/>
    public bool IsErrorEnabled => false;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => false;

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, LogMessage message)
    {
    }

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, string format)
    {
    }
}
