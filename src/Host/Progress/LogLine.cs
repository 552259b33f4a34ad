using ActorMigrate.Host.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>A line of a log in JSON, with the fields that <c>docs/cli.md</c> lists. All but the remedy are always there.</summary>
internal sealed record LogLine(DateTimeOffset Time, LogLevel Level, string? Node, string Logger, string Message)
{
    /// <summary>The name of what happened, or null where the message alone tells.</summary>
    public string? Event { get; init; }

    /// <summary>The number of the event, or null where it has none.</summary>
    public int? EventId { get; init; }

    /// <summary>The exception in words, with its stack trace where everything is logged; or null.</summary>
    public string? Exception { get; init; }

    /// <summary>Says what to do, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>Returns the line with its end.</summary>
    public string ToText() => JsonLine.Of(json =>
    {
        json.WriteString("time", Time.UtcDateTime);
        json.WriteString("level", LogLevelNames.Of(Level));
        json.WriteString("node", Node);
        json.WriteString("logger", Logger);
        if (EventId is { } number)
            json.WriteNumber("eventId", number);
        else
            json.WriteNull("eventId");
        json.WriteString("event", Event);
        json.WriteString("message", Message);
        json.WriteString("exception", Exception);
        if (Remedy is not null)
            json.WriteString("remedy", Remedy);
    });
}
