using System.Runtime.InteropServices;
using ActorMigrate.Host.Progress;

namespace ActorMigrate.Host.Terminal;

/// <summary>Turns the first SIGINT or SIGTERM into a clean stop, and the second into an end at once with exit code 130.</summary>
internal sealed class Interrupts : IDisposable
{
    private const int ExitCode = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly Action<int> _exit;
    private readonly TextWriter? _terminal;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Listens from now on; <paramref name="terminal"/> is given back when the end is at once.</summary>
    public Interrupts(TextWriter? terminal, Action<int> exit)
    {
        _exit = exit;
        _terminal = terminal;
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
            _ = Task.Run(_stop.Cancel);
            return;
        }

        _terminal?.Write(FramePainter.Restore);
        _exit(ExitCode);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
