using System.Runtime.InteropServices;

namespace ActorMigrate.Host.Terminal;

/// <summary>Turns the first SIGINT or SIGTERM into a clean stop, and the second into an end at once with a last message and exit code
/// 130.</summary>
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
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Receive();
    }

    internal void Receive()
    {
        if (Interlocked.Increment(ref _received) == 1)
        {
            // On another thread: listeners may take their time, and the next signal must get through.
            _ = _stop.CancelAsync();
            return;
        }

        // A terminal or pipe that takes no output must not keep the process.
        Task.WaitAny([Task.Run(_sayLast)], SaidWithin);
        _exit(ExitCode);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
