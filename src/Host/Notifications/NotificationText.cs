using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Notifications;

/// <summary>A notification in words.</summary>
internal static class NotificationText
{
    /// <summary>Returns the event in one line.</summary>
    public static string Subject(Notification told) => Printable.Line($"ActorMigrate: {Words(told)}: {told.Source ?? "the migration"}");

    /// <summary>Returns the whole notification, in several lines.</summary>
    public static string Of(Notification told) => string.Join('\n', Lines(told));

    private static IEnumerable<string> Lines(Notification told)
    {
        yield return Subject(told);
        foreach (var line in Printable.Lines(told.Message))
            yield return line;
        if (told.Totals is { Tables: > 0 } totals && told.Seconds is { } seconds)
            yield return $"{Amounts.Count(totals.Tables, "table")}, {Amounts.Count(totals.TablesFailed)} failed; "
                + $"{Amounts.Count(totals.Rows, "row")}, {Amounts.Bytes(totals.Bytes)} in {Amounts.Seconds(seconds)}.";
        if (told.NextStep is { } next)
            yield return "Next: " + Printable.Line(next);
        if (told.Source is { } source && told.Target is { } target)
            yield return $"From {Printable.Line(source)} to "
                + $"{Printable.Line(target)}{(told.MigrationId is { } id ? $", migration {id}" : "")}.";
    }

    private static string Words(Notification told) => told.Event switch
    {
        NotificationEvent.Start => "started",
        NotificationEvent.Stall => "stands still",
        NotificationEvent.Success => "succeeded",
        _ => $"failed ({told.Outcome}, exit code {told.ExitCode})",
    };
}
