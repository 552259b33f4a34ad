namespace Akka.Event;

/// <summary>Writing to the log: a text, or a format with numbered placeholders and its arguments.</summary>
public static class LoggingExtensions
{
    /// <summary>Writes a formatted entry at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, string format, object[] args) =>
        log.Write(LogLevel.DebugLevel, null, format, args);

    /// <summary>Writes an entry at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Writes a formatted entry at level Debug.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Write(LogLevel.DebugLevel, null, format, arg1!);

    /// <summary>Writes a formatted entry at level Debug.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.DebugLevel, null, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry at level Debug.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.DebugLevel, null, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry about an exception at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        log.Write(LogLevel.DebugLevel, cause, format, args);

    /// <summary>Writes an entry about an exception at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Writes a formatted entry about an exception at level Debug.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        log.Write(LogLevel.DebugLevel, cause, format, arg1!);

    /// <summary>Writes a formatted entry about an exception at level Debug.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.DebugLevel, cause, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry about an exception at level Debug.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.DebugLevel, cause, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry at level Info.</summary>
    public static void Info(this ILoggingAdapter log, string format, object[] args) =>
        log.Write(LogLevel.InfoLevel, null, format, args);

    /// <summary>Writes an entry at level Info.</summary>
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Writes a formatted entry at level Info.</summary>
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Write(LogLevel.InfoLevel, null, format, arg1!);

    /// <summary>Writes a formatted entry at level Info.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.InfoLevel, null, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry at level Info.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.InfoLevel, null, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry about an exception at level Info.</summary>
    public static void Info(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        log.Write(LogLevel.InfoLevel, cause, format, args);

    /// <summary>Writes an entry about an exception at level Info.</summary>
    public static void Info(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Writes a formatted entry about an exception at level Info.</summary>
    public static void Info<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        log.Write(LogLevel.InfoLevel, cause, format, arg1!);

    /// <summary>Writes a formatted entry about an exception at level Info.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.InfoLevel, cause, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry about an exception at level Info.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.InfoLevel, cause, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format, object[] args) =>
        log.Write(LogLevel.WarningLevel, null, format, args);

    /// <summary>Writes an entry at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Writes a formatted entry at level Warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Write(LogLevel.WarningLevel, null, format, arg1!);

    /// <summary>Writes a formatted entry at level Warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.WarningLevel, null, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry at level Warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.WarningLevel, null, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry about an exception at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        log.Write(LogLevel.WarningLevel, cause, format, args);

    /// <summary>Writes an entry about an exception at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Writes a formatted entry about an exception at level Warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        log.Write(LogLevel.WarningLevel, cause, format, arg1!);

    /// <summary>Writes a formatted entry about an exception at level Warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.WarningLevel, cause, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry about an exception at level Warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.WarningLevel, cause, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry at level Error.</summary>
    public static void Error(this ILoggingAdapter log, string format, object[] args) =>
        log.Write(LogLevel.ErrorLevel, null, format, args);

    /// <summary>Writes an entry at level Error.</summary>
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Writes a formatted entry at level Error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Write(LogLevel.ErrorLevel, null, format, arg1!);

    /// <summary>Writes a formatted entry at level Error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.ErrorLevel, null, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry at level Error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.ErrorLevel, null, format, arg1!, arg2!, arg3!);

    /// <summary>Writes a formatted entry about an exception at level Error.</summary>
    public static void Error(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        log.Write(LogLevel.ErrorLevel, cause, format, args);

    /// <summary>Writes an entry about an exception at level Error.</summary>
    public static void Error(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Writes a formatted entry about an exception at level Error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        log.Write(LogLevel.ErrorLevel, cause, format, arg1!);

    /// <summary>Writes a formatted entry about an exception at level Error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        log.Write(LogLevel.ErrorLevel, cause, format, arg1!, arg2!);

    /// <summary>Writes a formatted entry about an exception at level Error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Write(LogLevel.ErrorLevel, cause, format, arg1!, arg2!, arg3!);

    private static void Write(this ILoggingAdapter log, LogLevel level, Exception? cause, string format, params object[] args)
    {
        if (log.IsEnabled(level)) log.Log(level, cause, new FormattedLogMessage(log.Formatter, format, args));
    }
}
