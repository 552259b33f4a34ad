using System.Collections.Concurrent;
using System.Threading.Channels;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Progress;

/// <summary>Shows a run's events. The events are queued, and a separate loop shows them several times a second, so that a terminal or pipe
/// that accepts no output delays only the display. Moved rows and bytes are not queued: only the latest numbers of each attempt are
/// kept.</summary>
internal abstract class ProgressView : IProgressSink, IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Channel<(DateTimeOffset At, TimeSpan Elapsed, ProgressEvent Happened)> _queue =
        Channel.CreateUnbounded<(DateTimeOffset, TimeSpan, ProgressEvent)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<AttemptId, ProgressEvent.TaskMoved> _moved = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly long _start;
    private Task _loop = Task.CompletedTask;

    protected ProgressView(TimeProvider time)
    {
        Time = time;
        _start = time.GetTimestamp();
    }

    protected TimeProvider Time { get; }

    protected ProgressBoard Board { get; } = new();

    /// <summary>Starts to show what is reported.</summary>
    public void Start() => _loop = Task.Run(LoopAsync);

    /// <inheritdoc />
    public void Report(ProgressEvent progress)
    {
        if (progress is ProgressEvent.TaskMoved moved)
            _moved[moved.Attempt] = moved;
        else if (!_loop.IsCompleted || _loop == Task.CompletedTask)
            _queue.Writer.TryWrite((Time.GetUtcNow(), Time.GetElapsedTime(_start), progress));
    }

    /// <summary>Shows what was reported until now. For the loop, and for tests that do not start it.</summary>
    internal void Show()
    {
        // Rows and bytes are applied first: an attempt that has ended since must not come back.
        foreach (var attempt in _moved.Keys)
        {
            if (_moved.TryRemove(attempt, out var moved))
                Board.Apply(moved, Time.GetElapsedTime(_start));
        }

        while (_queue.Reader.TryRead(out var next))
        {
            Happened(next.Happened, next.At, next.Elapsed);
            Board.Apply(next.Happened, next.Elapsed);
        }

        var now = Time.GetElapsedTime(_start);
        Board.Sample(now);
        Tick(now);
    }

    /// <summary>Handles an event, before it is noted on the board.</summary>
    protected abstract void Happened(ProgressEvent happened, DateTimeOffset at, TimeSpan elapsed);

    /// <summary>Comes several times a second, with the board up to date.</summary>
    protected abstract void Tick(TimeSpan now);

    /// <summary>Leaves the output as it should stay.</summary>
    protected abstract void Finish();

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(_interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
                Show();
        }
        catch (OperationCanceledException)
        {
            Show();
        }

        Finish();
    }

    /// <summary>Shows the rest and ends; gives up on an output that takes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        try
        {
            await _loop.WaitAsync(_patience, Time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            // Nobody reads any more; the run itself is not touched by that.
        }

        _ended.Dispose();
    }
}
