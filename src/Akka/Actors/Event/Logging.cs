using Akka.Actor;

namespace Akka.Event;

/// <summary>Makes logs and knows their levels.</summary>
public static class Logging
{
    /// <summary>The log of an actor, under its path.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        new BusLogging(context.System.EventStream, context.Self.Path.ToString(), context.Props.Type, Formatter(logMessageFormatter));

    /// <summary>The log of something in a system: a ref, a type, a string, or an object by its type.</summary>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        GetLogger(system.EventStream, logSourceObj, logMessageFormatter);

    /// <summary>The log of something on a bus: a ref, a type, a string, or an object by its type.</summary>
    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var (source, type) = logSourceObj switch
        {
            string text => (text, typeof(string)),
            Type named => (named.FullName ?? named.Name, named),
            IActorRef actor => (actor.Path.ToString(), actor.GetType()),
            ActorSystem system => ($"ActorSystem({system.Name})", typeof(ActorSystem)),
            _ => (logSourceObj.GetType().FullName ?? string.Empty, logSourceObj.GetType()),
        };
        return new BusLogging(loggingBus, source, type, Formatter(logMessageFormatter));
    }

    /// <summary>The level that is written so in configuration: DEBUG, INFO, WARNING, ERROR, OFF.</summary>
    public static LogLevel LogLevelFor(string logLevel) => logLevel.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => (LogLevel)int.MaxValue,
        _ => throw new ArgumentException($"Unknown LogLevel: \"{logLevel}\". Valid values are: DEBUG, INFO, WARNING, ERROR, OFF", nameof(logLevel)),
    };

    private static ILogMessageFormatter Formatter(ILogMessageFormatter? given) => given ?? DefaultLogMessageFormatter.Instance;
}

/// <summary>A log that publishes its entries to a bus.</summary>
public sealed class BusLogging : ILoggingAdapter
{
    private readonly string _source;
    private readonly Type _type;

    /// <summary>Publishes entries from <paramref name="logSource"/> to <paramref name="bus"/>.</summary>
    public BusLogging(LoggingBus bus, string logSource, Type logClass, ILogMessageFormatter logMessageFormatter)
    {
        Bus = bus;
        _source = logSource;
        _type = logClass;
        Formatter = logMessageFormatter;
    }

    /// <summary>Where the entries go.</summary>
    public LoggingBus Bus { get; }

    /// <inheritdoc/>
    public ILogMessageFormatter Formatter { get; }

    /// <inheritdoc/>
    public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);

    /// <inheritdoc/>
    public bool IsInfoEnabled => IsEnabled(LogLevel.InfoLevel);

    /// <inheritdoc/>
    public bool IsWarningEnabled => IsEnabled(LogLevel.WarningLevel);

    /// <inheritdoc/>
    public bool IsErrorEnabled => IsEnabled(LogLevel.ErrorLevel);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => Bus.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, LogMessage message) => Publish(logLevel, cause, message);

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, string format) => Publish(logLevel, cause, format);

    private void Publish(LogLevel level, Exception? cause, object message)
    {
        if (!IsEnabled(level)) return;
        Bus.Publish(level switch
        {
            LogLevel.DebugLevel => new Debug(cause, _source, _type, message),
            LogLevel.InfoLevel => new Info(cause, _source, _type, message),
            LogLevel.WarningLevel => new Warning(cause, _source, _type, message),
            _ => new Error(cause, _source, _type, message),
        });
    }
}
