using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Notifications;

/// <summary>The events of which a process tells people elsewhere.</summary>
internal enum TellsOf
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>Start, standstills and its end: the process that begins or resumes the migration.</summary>
    Everything,

    /// <summary>Standstills and the end, from when it coordinates: a worker that takes over.</summary>
    AsCoordinator,
}

/// <summary>The notifications of one run, and the warnings of those that failed: in the view while there is
/// one, before and after as <c>warn</c> tells.</summary>
internal sealed class RunNotifications
{
    private readonly Notifier _notifier;
    private readonly TellsOf _tells;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;

    private RunNotifications(Notifier notifier, TellsOf tells, TimeProvider time, Action<string> warn)
    {
        (_notifier, _tells, _time, _warn) = (notifier, tells, time, warn);
        _notifier.Warn = warn;
    }

    /// <summary>Returns those that the settings ask for, or null for none.</summary>
    public static RunNotifications? Of(NotifyOptions options, TellsOf tells, TimeProvider time, Action<string> warn) =>
        tells != TellsOf.Nothing && NotifierSetup.Of(options, time) is { } notifier
            ? new RunNotifications(notifier, tells, time, warn)
            : null;

    /// <summary>Follows a run that is shown in <paramref name="view"/>, until the result is disposed.</summary>
    public Watched Watch(IProgressSink view, bool isShown)
    {
        if (isShown)
            _notifier.Warn = words => view.Report(new ProgressEvent.Noticed(LogLevel.Warning, words));
        return new Watched(
            new NotifyingSink(view, _notifier, _time, isLed: _tells == TellsOf.Everything), () => _notifier.Warn = _warn);
    }

    /// <summary>Tells how the run ended, and waits until that is sent or given up.</summary>
    public async Task EndAsync(ReportDocument report, bool isWhole)
    {
        if (_tells == TellsOf.Everything || isWhole)
            _notifier.Tell(Notification.OfEnd(report, _time.GetUtcNow()));
        await _notifier.FinishAsync();
        await _notifier.DisposeAsync();
    }

    /// <summary>A run that is followed: its events go to <see cref="Sink"/>.</summary>
    public sealed class Watched(IProgressSink sink, Action end) : IDisposable
    {
        public IProgressSink Sink => sink;

        public void Dispose() => end();
    }
}
