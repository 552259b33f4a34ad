namespace Akka.Event;

/// <summary>What log entries are published to, and from which level on.</summary>
public abstract class LoggingBus
{
    private volatile LogLevel _level = LogLevel.InfoLevel;
    private volatile Action<LogEvent>[] _sinks = [];
    private readonly Lock _sinksLock = new();

    private protected LoggingBus()
    {
    }

    /// <summary>The least level that is published.</summary>
    public LogLevel LogLevel => _level;

    /// <summary>Publishes from <paramref name="logLevel"/> on.</summary>
    public void SetLogLevel(LogLevel logLevel) => _level = logLevel;

    /// <summary>Tells everyone who asked for what this is.</summary>
    public abstract void Publish(object @event);

    internal bool IsEnabled(LogLevel level) => level >= _level;

    /// <summary>Writes every entry to <paramref name="sink"/>, on the thread that logs, so that none is lost when the system ends.</summary>
    internal void AddSink(Action<LogEvent> sink)
    {
        lock (_sinksLock) _sinks = [.. _sinks, sink];
    }

    internal void RemoveSink(Action<LogEvent> sink)
    {
        lock (_sinksLock) _sinks = [.. _sinks.Where(each => each != sink)];
    }

    private protected void WriteToSinks(LogEvent entry)
    {
        foreach (var sink in _sinks)
        {
            try
            {
                sink(entry);
            }
            catch (Exception)
            {
                // Who logs must not fail because the log cannot be written.
            }
        }
    }
}
