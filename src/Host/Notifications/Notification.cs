using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Notifications;

/// <summary>One notification. It holds no secret: connections are named by host, port and database.</summary>
internal sealed record Notification
{
    public required NotificationEvent Event { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Message { get; init; }

    public Guid Id { get; } = Guid.NewGuid();

    public string? NextStep { get; init; }

    public string? MigrationId { get; init; }

    public string? Source { get; init; }

    public string? Target { get; init; }

    public string? Outcome { get; init; }

    public int? ExitCode { get; init; }

    public double? Seconds { get; init; }

    public ReportTotals? Totals { get; init; }

    /// <summary>Returns the notification of an end, whose text is that of its report: passwords in it are hidden.</summary>
    public static Notification OfEnd(ReportDocument report, DateTimeOffset at) => new()
    {
        Event = report.Outcome == nameof(Migration.Outcome.Succeeded) ? NotificationEvent.Success : NotificationEvent.Failure,
        At = at,
        Message = report.Message,
        NextStep = report.NextStep,
        MigrationId = report.MigrationId,
        Source = report.Source,
        Target = report.Target,
        Outcome = report.Outcome,
        ExitCode = report.ExitCode,
        Seconds = report.Seconds,
        Totals = report.Totals,
    };
}
