namespace Akka.Actor;

/// <summary>Gives an actor timers; the runtime sets the property after the constructor has run.</summary>
public interface IWithTimers
{
    /// <summary>The actor's timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>Messages to oneself, later. A timer ends with its actor's instance: after a restart no tick of the old one arrives,
/// not even one that is in the mailbox already. Only for use on the actor's turn.</summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the timers that are running.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Sends <paramref name="msg"/> at every interval; ends the timer that has this key already.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Sends <paramref name="msg"/> after a delay, then at every interval; ends the timer that has this key already.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Sends <paramref name="msg"/> once; ends the timer that has this key already.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Whether the timer runs.</summary>
    bool IsTimerActive(object key);

    /// <summary>Ends the timer; a tick that is in the mailbox already does not arrive.</summary>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();
}
