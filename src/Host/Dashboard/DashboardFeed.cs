using ActorMigrate.Host.Inspection;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Looks at the ledger for the page's readers: at most once a second, never for more than a fifth of the time, and not at all
/// while nobody reads.</summary>
internal sealed class DashboardFeed(IMigrationWatch watch, DashboardState state, TimeProvider time) : IAsyncDisposable
{
    private const int MostShare = 5;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadsWithin = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _readers;
    private bool _runs;
    private long? _lookedAt;
    private Guid? _remembered;

    /// <summary>Counts a reader, until the result is disposed.</summary>
    public IDisposable Read()
    {
        lock (_gate)
        {
            _readers++;
            if (!_runs)
                _loop = RunAsync(_loop);
            _runs = true;
        }

        return new Reader(this);
    }

    /// <summary>Brings the state up to date, unless it is of the last second.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_lookedAt is { } at && time.GetElapsedTime(at) < LookEvery)
                return;
            await LookAsync(cancellationToken).ConfigureAwait(false);
            if (!_runs)
                await watch.RestAsync().ConfigureAwait(false);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watch.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _looking.Dispose();
    }

    private async Task RunAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        while (GoesOn())
        {
            var since = time.GetTimestamp();
            await RefreshAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TablesAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var pause = time.GetElapsedTime(since) * (MostShare - 1);
            await Task.Delay(pause > LookEvery ? pause : LookEvery, time, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await watch.RestAsync().ConfigureAwait(false);
    }

    private bool GoesOn()
    {
        lock (_gate)
            return _runs = _readers > 0 && !_stop.IsCancellationRequested;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            state.Look(await ReadAsync(watch.StatusAsync, cancellationToken).ConfigureAwait(false));
        }
        catch (RefusedException refused)
        {
            state.Fail($"{refused.Message} {refused.Remedy}");
        }
        catch (TimeoutException late)
        {
            state.Fail(late.Message);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            state.Fail($"The ledger cannot be read: {broken.GetType().Name}.");
        }

        _lookedAt = time.GetTimestamp();
    }

    private async Task TablesAsync()
    {
        if (state is not { Problem: null, Seen: { Migration.Id: var migration } })
            return;
        try
        {
            state.LookAt(await ReadAsync(stop => watch.TablesAsync(migration, stop), _stop.Token).ConfigureAwait(false));
            if (_remembered != migration)
                state.Remember(await ReadAsync(stop => watch.HistoryAsync(migration, stop), _stop.Token).ConfigureAwait(false));
            _remembered = migration;
        }
        catch (Exception broken) when (broken is RefusedException or TimeoutException)
        {
            // The next look at the status tells why.
        }
    }

    /// <summary>Reads the ledger. A large ledger on a busy server takes its time: the read goes on while the target answers on another
    /// session. Throws <see cref="TimeoutException"/> when it does not, or when the read takes too long.</summary>
    private async Task<T> ReadAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = read(stop.Token);
        try
        {
            for (var since = time.GetTimestamp(); !await HasEndedAsync(reading, cancellationToken).ConfigureAwait(false);)
            {
                if (time.GetElapsedTime(since) >= ReadsWithin)
                    throw new TimeoutException($"The ledger could not be read within {ReadsWithin.TotalMinutes:F0} minutes.");
                await PingAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _ = EndAsync(reading);
            throw;
        }

        return await reading.ConfigureAwait(false);
    }

    private static async Task EndAsync(Task cancelled) => await cancelled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<bool> HasEndedAsync(Task reading, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(AnswersWithin, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return reading.IsCompleted;
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(AnswersWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await watch.PingAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The target has not answered for {AnswersWithin.TotalSeconds:F0} seconds.");
        }
    }

    private void Leave()
    {
        lock (_gate)
            _readers--;
    }

    private sealed class Reader(DashboardFeed feed) : IDisposable
    {
        private DashboardFeed? _feed = feed;

        public void Dispose() => Interlocked.Exchange(ref _feed, null)?.Leave();
    }
}
