using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Wording;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Terminal;

/// <summary>Writes errors for people: what happened, then what to do.</summary>
internal static class Errors
{
    public static void Write(TextWriter output, Ending ending, bool debug)
    {
        var first = true;
        foreach (var line in Printable.Lines(ending.Message))
        {
            output.WriteLine(first ? $"actormigrate: {line}" : line);
            first = false;
        }

        if (ending.Remedy is not null)
            Lines(output, ending.Remedy);
        if (debug && ending.Bug is not null)
            Lines(output, ending.Bug.ToString());
        output.Flush();
    }

    /// <summary>Returns the error as a line of the log.</summary>
    public static LogLine LineOf(Ending ending, bool debug, DateTimeOffset at) =>
        new(at, LogLevel.Error, null, "actormigrate", ending.Message)
        {
            Event = ending.Outcome.ToString(),
            EventId = Progress.LogEvents.RunEnded.Id,
            Exception = debug ? ending.Bug?.ToString() : null,
            Remedy = ending.Remedy,
        };

    private static void Lines(TextWriter output, string text)
    {
        foreach (var line in Printable.Lines(text))
            output.WriteLine(line);
    }
}
