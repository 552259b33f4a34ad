using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Notifications;

/// <summary>Passes the events of a run on to the view, and notifies of its start and of standstills: of the first at once, of later ones at
/// most every ten minutes. With <paramref name="isLed"/> false, the process sends no notification until it becomes the coordinator, because
/// the process that coordinates sends them.</summary>
internal sealed class NotifyingSink(IProgressSink view, Notifier notifier, TimeProvider time, bool isLed = true) : IProgressSink
{
    /// <summary>The least time between two notifications of standstills.</summary>
    public static readonly TimeSpan StallsEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private ProgressEvent.RunStarted? _run;
    private long? _stalledAt;
    private readonly bool _tellsStart = isLed;
    private volatile bool _leads = isLed;

    /// <inheritdoc />
    public void Report(ProgressEvent progress)
    {
        view.Report(progress);
        switch (progress)
        {
            case ProgressEvent.RunStarted run when Begins(run) && _tellsStart:
                notifier.Tell(Of(NotificationEvent.Start, "The plan is recorded in the ledger, and the work begins."));
                break;
            case ProgressEvent.Noticed { IsTakeover: true }:
                _leads = true;
                break;
            case ProgressEvent.Noticed { IsStandstill: true } stall when _leads && IsDue():
                notifier.Tell(
                    Of(NotificationEvent.Stall, stall.Message) with { NextStep = "See what it waits for with actormigrate status." });
                break;
        }
    }

    // A process that comes back as another node starts again; the migration does not.
    private bool Begins(ProgressEvent.RunStarted run)
    {
        lock (_gate)
        {
            var isFirst = _run is null;
            _run ??= run;
            return isFirst;
        }
    }

    private bool IsDue()
    {
        lock (_gate)
        {
            if (_stalledAt is { } at && time.GetElapsedTime(at) < StallsEvery)
                return false;
            _stalledAt = time.GetTimestamp();
            return true;
        }
    }

    private Notification Of(NotificationEvent happened, string message) => new()
    {
        Event = happened,
        At = time.GetUtcNow(),
        Message = SecretText.Hidden(message),
        MigrationId = _run?.Id.ToString(),
        Source = _run?.Source,
        Target = _run?.Target,
    };
}
