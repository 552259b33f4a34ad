using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>One exported snapshot of the source, kept alive by several sessions.
/// <code>
///   ExportAsync, ImportAsync
///         │
///         ▼     a holder dies: replaced from a living one      none lives, nobody else has it
///       Held ──────────────────────────────┐        ┌────────────────────────────────────────▶ Lost
///         │ ▲                              │        │
///         │ └──────────────────────────────┘        │
///         ├─────────────────────────────────────────┘
///         │ DisposeAsync
///         ▼
///      Released
/// </code>
/// The server is the authority: the snapshot lives as long as one transaction that holds it does. Only a connection that is certainly
/// gone counts as dead; one that merely does not answer is replaced while another answers, and waited for when none does.
/// Rows that were read under the snapshot stay right after it is lost; nothing more can be read.</summary>
public sealed class SourceSnapshot : IAsyncDisposable
{
    private readonly Database _source;
    private readonly SnapshotOptions _options;
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly CancellationTokenSource _released = new();
    private readonly TaskCompletionSource<Failure> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<QualifiedName> _tables = [];
    private readonly Task _watch;
    private readonly Task _queueWatch;
    private IReadOnlyList<SnapshotHolder> _holders;
    private Task _gathering = Task.CompletedTask;

    private SourceSnapshot(Database source, SnapshotHolder first, SnapshotOptions options)
    {
        _source = source;
        _options = options;
        _holders = [first];
        Id = first.Id;
        _watch = WatchAsync();
        _queueWatch = new QueueWatch(this, () => _holders, ReleaseAsync, LookPatientlyAsync, options).RunAsync(_released.Token);
    }

    /// <summary>Raised after <see cref="Ids"/> changed, on the thread that watches the holders; it must return at once.</summary>
    public event EventHandler? IdsChanged;

    /// <summary>Receives, at each look at the locks, the sessions of other programs that wait for tables that the holders have locked; the
    /// list may be empty. Returns the tables whose rows are copied, which are then unlocked. Null keeps all tables locked until the
    /// end.</summary>
    public HandleLockWaiters? OnLockWaiters { get; set; }

    /// <summary>The id under which it was first held here; it stays the snapshot's name even when that holder has died.</summary>
    internal string Id { get; }

    /// <summary>The ids that it can be imported by now, one a holder.</summary>
    public IReadOnlyList<string> Ids => [.. _holders.Select(h => h.Id)];

    /// <summary>The sessions that hold it now.</summary>
    internal IReadOnlyList<SnapshotHolder> Holders => _holders;

    /// <summary>Completes when no holder lives any more, with the fatal failure; never otherwise.</summary>
    internal Task<Failure> Lost => _lost.Task;

    /// <summary>Exports a snapshot from <paramref name="source"/> with the default <see cref="SnapshotOptions"/>.</summary>
    public static Task<SourceSnapshot> ExportAsync(Database source, CancellationToken cancellationToken) =>
        ExportAsync(source, new SnapshotOptions(), cancellationToken);

    /// <summary>Exports a snapshot from <paramref name="source"/>.</summary>
    public static async Task<SourceSnapshot> ExportAsync(Database source, SnapshotOptions options, CancellationToken cancellationToken)
    {
        var session = await source.OpenAsync(SessionPurpose.Snapshot, cancellationToken).ConfigureAwait(false);
        var pinned = source.PinnedTo(session);
        var exporter = await SnapshotHolder.ExportAsync(session, cancellationToken).ConfigureAwait(false);
        return await HoldAsync(pinned, exporter, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Joins a snapshot that others hold, by any of its ids. Where none can be imported any more, a fatal
    /// <see cref="ServerFailureException"/> says so.</summary>
    public static async Task<SourceSnapshot> ImportAsync(
        Database source, IReadOnlyList<string> ids, SnapshotOptions options, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            var session = await source.OpenAsync(SessionPurpose.Snapshot, cancellationToken).ConfigureAwait(false);
            var pinned = source.PinnedTo(session);
            try
            {
                var holder = await SnapshotHolder.ImportAsync(session, id, cancellationToken).ConfigureAwait(false);
                return await HoldAsync(pinned, holder, options, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (SnapshotFailures.IsUnknownSnapshot(e))
            {
                await pinned.DisposeAsync().ConfigureAwait(false);
            }
        }

        throw new ServerFailureException(SnapshotFailures.Lost);
    }

    /// <summary>Takes ACCESS SHARE on <paramref name="tables"/> (ordinary and partitioned ones) in every holder, in their order, and
    /// returns those for which the server's lock table had no room: they are checked before and after they are read. A table that is
    /// gone, denied, or locked by others for too long is a <see cref="ServerFailureException"/> that names it and who blocks it.</summary>
    public async Task<IReadOnlyList<QualifiedName>> LockAsync(IReadOnlyList<QualifiedName> tables, CancellationToken cancellationToken)
    {
        await _gathering.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _released.Token);
        await _change.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            if (await LockInHoldersAsync([.. _tables, .. tables], either.Token).ConfigureAwait(false) is { } failure)
                throw failure;
            var most = _holders.MaxBy(holder => holder.Locked)!;
            _tables.AddRange(tables.Where(most.Holds));
            return [.. tables.Where(table => !most.Holds(table))];
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Opens a new source session inside a read-only transaction under the snapshot. When the snapshot is lost, a fatal
    /// <see cref="ServerFailureException"/>.</summary>
    public async Task<NpgsqlConnection> OpenAsync(SessionPurpose purpose, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_released.IsCancellationRequested, this);
        ThrowIfLost();
        var session = await _source.OpenAsync(purpose, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await TryImportAsync(session, cancellationToken).ConfigureAwait(false))
                return session;
            // Every holder that was known has died: look for what is left of them, once.
            await LookAsync(cancellationToken).ConfigureAwait(false);
            ThrowIfLost();
            return await TryImportAsync(session, cancellationToken).ConfigureAwait(false)
                ? session
                : throw new ServerFailureException(SnapshotFailures.UnknownToLivingServer);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Releases the snapshot: the source can vacuum again. A source that does not answer is waited for until
    /// <see cref="Timeouts.HoldersEnd"/>; the holders then end when it answers, or with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_released.IsCancellationRequested)
            return;
        await SessionEnd.WaitAsync(ReleaseAllAsync(), Timeouts.HoldersEnd, _options.Time).ConfigureAwait(false);
    }

    // A holder that answers is ended although another one does not.
    private async Task ReleaseAllAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_watch, _gathering, _queueWatch).WaitAsync(Timeouts.HoldersEnd)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _change.WaitAsync(Timeouts.HoldersEnd).ConfigureAwait(false);
        await Task.WhenAll(_holders.Select(holder => holder.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<SourceSnapshot> HoldAsync(
        Database source, SnapshotHolder first, SnapshotOptions options, CancellationToken cancellationToken)
    {
        var snapshot = new SourceSnapshot(source, first, options);
        snapshot._gathering = snapshot.LookAsync(cancellationToken);
        if (!options.GathersLater)
            await snapshot._gathering.ConfigureAwait(false);
        return snapshot;
    }

    private void ThrowIfLost()
    {
        if (_lost.Task.IsCompleted)
            throw new ServerFailureException(_lost.Task.Result);
    }

    private async Task<bool> TryImportAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        foreach (var holder in _holders)
        {
            try
            {
                using var command = new NpgsqlCommand($"{SnapshotHolder.ImportStatement(holder.Id)}; {LockQueue.TakeMark}", session)
                    { CommandTimeout = (int)Timeouts.SessionBeginning.TotalSeconds };
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PostgresException e) when (SnapshotFailures.IsUnknownSnapshot(e))
            {
                using var rollback = new NpgsqlCommand("ROLLBACK", session);
                await rollback.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return false;
    }

    // One holder's locks are enough; what another could not take, the next look tries again.
    private async Task<Exception?> LockInHoldersAsync(IReadOnlyList<QualifiedName> tables, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        var locked = false;
        foreach (var holder in _holders)
        {
            try
            {
                await holder.LockAsync(tables, _options, cancellationToken).ConfigureAwait(false);
                locked = true;
            }
            catch (Exception e) when (SnapshotFailures.IsExpected(e))
            {
                failure ??= e;
            }
        }

        return locked ? null : failure ?? new ServerFailureException(SnapshotFailures.Lost);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.CheckInterval, _options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_released.Token).ConfigureAwait(false))
                await LookPatientlyAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A caller that waits for the loss must not wait for a watch that has ended.
            _lost.TrySetResult(new Failure(FailureClass.Fatal, null, $"The source's snapshot is not watched any more: {e.Message}"));
        }
    }

    // A look that the network or the ledger fails is made again at the next tick.
    private async Task LookPatientlyAsync()
    {
        try
        {
            await LookAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (SnapshotFailures.IsExpected(e))
        {
        }
    }

    private Task LookAsync(CancellationToken cancellationToken) =>
        ChangeAsync((care, stop) => care.TendAsync(_holders, _tables, stop), cancellationToken);

    /// <summary>Ends the locks on tables whose rows are in, in one holder after the other.</summary>
    private async Task ReleaseAsync(IReadOnlyList<QualifiedName> tables)
    {
        for (var holders = _holders.Count; holders > 0; holders--)
        {
            await ChangeAsync(
                (care, stop) =>
                {
                    _tables.RemoveAll(tables.Contains);
                    return care.ReplaceOneAsync(_holders, _tables, stop);
                },
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ChangeAsync(
        Func<SnapshotCare, CancellationToken, Task<IReadOnlyList<SnapshotHolder>>> change, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _released.Token);
        await _change.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            var before = Ids;
            _holders = await change(new SnapshotCare(_source, _options), either.Token).ConfigureAwait(false);
            if (_holders.Count == 0)
                _lost.TrySetResult(SnapshotFailures.Lost);
            if (!before.SequenceEqual(Ids))
                IdsChanged?.Invoke(this, EventArgs.Empty);
        }
        finally
        {
            _change.Release();
        }
    }
}
