using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>Sends log messages to where progress is shown, so that they do not tear a live view or a stream of JSON.</summary>
public sealed partial class ProgressLoggerProvider(IProgressSink sink, LogLevel least) : ILoggerProvider
{
    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new SinkLogger(sink, least, categoryName);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    [GeneratedRegex(@"^\[[A-Z]+\]\[[^\]]*\]\[Thread \d+\]\[([^\]]*)\] ")]
    private static partial Regex AkkasHead();

    private sealed class SinkLogger(IProgressSink sink, LogLevel least, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The coordinator reports what remoting and the cluster warn of: a node that died, and what happens to its tasks.
        private readonly bool isAkkas = category.StartsWith("Akka.", StringComparison.Ordinal);

        public bool IsEnabled(LogLevel logLevel) => least != LogLevel.None && LevelOf(logLevel) >= least && logLevel != LogLevel.None;

        private LogLevel LevelOf(LogLevel logLevel) => isAkkas && logLevel > LogLevel.Information ? LogLevel.Information : logLevel;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            // Stack traces are for those who debug; everyone else gets the cause.
            var cause = exception is null ? "" : least <= LogLevel.Debug ? $"\n{exception}" : $": {exception.Message}";
            var origin = OriginOf(formatter(state, exception));
            sink.Report(new ProgressEvent.Noticed(LevelOf(logLevel), $"{ShortName(origin.Logger)}: {origin.Words}{cause}")
            {
                Origin = origin with
                    { Event = NameOf(eventId), Exception = least <= LogLevel.Debug ? exception?.ToString() : Brief(exception) },
            });
        }

        /// <summary>Splits the words of Akka.NET, which put level, time, thread and the actor before them; the first three are in the
        /// line already.</summary>
        private LogOrigin OriginOf(string words) => isAkkas && AkkasHead().Match(words) is { Success: true } head
            ? new LogOrigin(head.Groups[1].Value, null, words[head.Length..], null)
            : new LogOrigin(category, null, words, null);

        /// <summary>Returns a category without its namespace, and an actor's path as it is.</summary>
        private static string ShortName(string logger) =>
            logger.Contains('/', StringComparison.Ordinal) ? logger : logger[(logger.LastIndexOf('.') + 1)..];

        private static string? NameOf(EventId id) => id.Name ?? (id.Id == 0 ? null : id.Id.ToString(CultureInfo.InvariantCulture));

        private static string? Brief(Exception? exception) => exception is null ? null : $"{exception.GetType().Name}: {exception.Message}";
    }
}
