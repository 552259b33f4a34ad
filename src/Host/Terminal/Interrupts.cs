using System.Runtime.InteropServices;

namespace ActorMigrate.Host.Terminal;

/// <summary>Turns the first SIGINT, SIGTERM or SIGHUP into a clean stop, and a second SIGINT or SIGTERM into an end at once with a last
/// message and exit code 130. Where the process was started with SIGHUP ignored, as by <c>nohup</c>, it remains ignored.</summary>
internal sealed class Interrupts : IDisposable
{
    private const int ExitCode = 130;
    private static readonly TimeSpan SaidWithin = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Action<int> _exit;
    private readonly Action _sayLast;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Listens from now on; <paramref name="sayLast"/> is called before an end at once.</summary>
    public Interrupts(Action sayLast, Action<int> exit)
    {
        _exit = exit;
        _sayLast = sayLast;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangUp),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Receive();
    }

    private void HangUp(PosixSignalContext signal)
    {
        signal.Cancel = true;
        HangUp();
    }

    /// <summary>Stops cleanly, whether the terminal is lost once or twice: the shell and the system may both tell of it.</summary>
    internal void HangUp()
    {
        if (Interlocked.CompareExchange(ref _received, 1, 0) == 0)
            Stop();
    }

    internal void Receive()
    {
        if (Interlocked.Increment(ref _received) == 1)
        {
            Stop();
            return;
        }

        // A terminal or pipe that takes no output must not keep the process.
        Task.WaitAny([Task.Run(_sayLast)], SaidWithin);
        _exit(ExitCode);
    }

    // On another thread: listeners may take their time, and the next signal must get through.
    private void Stop() => _ = _stop.CancelAsync();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
