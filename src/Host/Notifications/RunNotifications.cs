using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Wording;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Notifications;

/// <summary>The events of which a process tells people elsewhere.</summary>
internal enum TellsOf
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>Start, standstills and its end: the process that begins or resumes the migration.</summary>
    Everything,

    /// <summary>The end, and only where it is the coordinator then: a worker that took over.</summary>
    EndAsCoordinator,
}

/// <summary>The notifications of one run, and the warnings of those that failed: in the view while there is one, then on standard error.</summary>
internal sealed class RunNotifications
{
    private readonly Notifier _notifier;
    private readonly TellsOf _tells;
    private readonly Surroundings _surroundings;

    private RunNotifications(Notifier notifier, TellsOf tells, Surroundings surroundings)
    {
        (_notifier, _tells, _surroundings) = (notifier, tells, surroundings);
        _notifier.Warn = Print;
    }

    /// <summary>Returns those that the settings ask for, or null for none.</summary>
    public static RunNotifications? Of(NotifyOptions options, TellsOf tells, Surroundings surroundings) =>
        tells != TellsOf.Nothing && NotifierSetup.Of(options, surroundings.Time) is { } notifier ? new RunNotifications(notifier, tells, surroundings) : null;

    /// <summary>Follows a run that is shown in <paramref name="view"/>, until the result is disposed.</summary>
    public Watched Watch(IProgressSink view, bool isShown)
    {
        if (isShown)
            _notifier.Warn = words => view.Report(new ProgressEvent.Noticed(LogLevel.Warning, words));
        return new Watched(_tells == TellsOf.Everything ? new NotifyingSink(view, _notifier, _surroundings.Time) : view, () => _notifier.Warn = Print);
    }

    /// <summary>Tells how the run ended, and waits until that is sent or given up.</summary>
    public async Task EndAsync(ReportDocument report, bool isWhole)
    {
        if (_tells == TellsOf.Everything || isWhole)
            _notifier.Tell(Notification.OfEnd(report, _surroundings.Time.GetUtcNow()));
        await _notifier.FinishAsync();
        await _notifier.DisposeAsync();
    }

    private void Print(string words) => _surroundings.Error.WriteLine("actormigrate: warning: " + Printable.Line(words));

    /// <summary>A run that is followed: its events go to <see cref="Sink"/>.</summary>
    public sealed class Watched(IProgressSink sink, Action end) : IDisposable
    {
        public IProgressSink Sink => sink;

        public void Dispose() => end();
    }
}
