using System.Collections.Concurrent;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.Logging;

/// <summary>Writes a system's log to loggers named for the types that write.</summary>
internal sealed class LoggerFactorySink(ILoggerFactory factory)
{
    private static readonly Action<ILogger, string, object, Exception?>[] Writers =
    [
        LoggerMessage.Define<string, object>(LogLevel.Debug, default, "[{LogSource}] {Message}"),
        LoggerMessage.Define<string, object>(LogLevel.Information, default, "[{LogSource}] {Message}"),
        LoggerMessage.Define<string, object>(LogLevel.Warning, default, "[{LogSource}] {Message}"),
        LoggerMessage.Define<string, object>(LogLevel.Error, default, "[{LogSource}] {Message}"),
    ];

    private readonly ConcurrentDictionary<Type, ILogger> _loggers = new();

    internal void Write(LogEvent entry)
    {
        var logger = _loggers.GetOrAdd(entry.LogClass, factory.CreateLogger);
        Writers[(int)entry.LogLevel()](logger, entry.LogSource, entry.Message, entry.Cause);
    }
}
