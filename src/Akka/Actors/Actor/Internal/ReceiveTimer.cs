using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>Measures how long nothing has come. A message only notes the time; the one running timer finds out later whether it is due.</summary>
internal sealed class ReceiveTimer
{
    private readonly ActorCell _cell;
    private readonly TimeProvider _time;
    private ICancelable? _scheduled;
    private long _since;

    internal ReceiveTimer(ActorCell cell, TimeSpan timeout)
    {
        _cell = cell;
        _time = cell.SystemImpl.Time;
        Timeout = timeout;
        Touch();
        Rearm();
    }

    internal TimeSpan Timeout { get; }

    internal void Touch()
    {
        _since = _time.GetTimestamp();
        if (_scheduled is null) Rearm();
    }

    internal bool HasElapsed()
    {
        _scheduled = null;
        return _time.GetElapsedTime(_since) >= Timeout;
    }

    /// <summary>Looks again when the timeout can have run out at the earliest.</summary>
    internal void Rearm()
    {
        var left = Timeout - _time.GetElapsedTime(_since);
        if (left <= TimeSpan.Zero) left = Timeout;
        _scheduled = _cell.SystemImpl.Timers.Once(left, () => _cell.Send(new ReceiveTimeoutElapsed(this)));
    }

    internal void Cancel() => _scheduled?.Cancel();
}
