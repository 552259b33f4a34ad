using System.Data;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>One session whose open transaction keeps the snapshot, and the table locks, alive. Its
/// connection has one user at a time.</summary>
internal sealed class SnapshotHolder : IAsyncDisposable
{
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<QualifiedName> _locked = [];
    private Task<bool>? _check;

    private SnapshotHolder(NpgsqlConnection connection, string id)
    {
        _connection = connection;
        Id = id;
        BackendPid = connection.ProcessID;
    }

    /// <summary>The id to import it by.</summary>
    public string Id { get; }

    /// <summary>The holder's backend.</summary>
    public int BackendPid { get; }

    /// <summary>The connection is gone, as far as a question has shown.</summary>
    public bool HasEnded => !_connection.FullState.HasFlag(ConnectionState.Open);

    /// <summary>The number of tables that this holder has locked.</summary>
    public int Locked => _locked.Count;

    /// <summary>Takes <paramref name="connection"/> over and exports a new snapshot.</summary>
    public static Task<SnapshotHolder> ExportAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        HoldAsync(connection, Begin, cancellationToken);

    /// <summary>Takes <paramref name="connection"/> over, imports the snapshot and exports it again: an imported snapshot lives on with its
    /// importer when the exporter dies.</summary>
    public static Task<SnapshotHolder> ImportAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        HoldAsync(connection, ImportStatement(id), cancellationToken);

    /// <summary>Returns the statement that begins a transaction under the snapshot <paramref name="id"/>.</summary>
    public static string ImportStatement(string id) => $"{Begin}; SET TRANSACTION SNAPSHOT {Literal.Quote(id)}";

    /// <summary>Tells whether it has locked <paramref name="table"/>.</summary>
    public bool Holds(QualifiedName table) => _locked.Contains(table);

    /// <summary>Locks those of the tables that it has not locked yet, in their order, as far as the server's lock table reaches. A holder
    /// that owes another answer for as long as a lock may take fails.</summary>
    public async Task LockAsync(IReadOnlyList<QualifiedName> tables, SnapshotOptions options, CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(options.LockTimeout, cancellationToken).ConfigureAwait(false))
            throw new ServerFailureException(SnapshotFailures.Silent);
        try
        {
            var rest = tables.Where(table => !Holds(table)).ToList();
            var locked = await TableLocks.AcquireAsync(_connection, rest, Locked, options, cancellationToken).ConfigureAwait(false);
            _locked.UnionWith(rest.Take(locked));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads which sessions wait for the holder's tables, and lets its share of the readers pass: every
    /// <paramref name="shares"/>th from <paramref name="share"/>. Returns null when the holder is busy or does not answer.</summary>
    public async Task<LockQueueSeen?> WatchQueueAsync(bool all, int share, int shares, CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
            return null;
        try
        {
            var seen = await LockQueue.LookAsync(_connection, all, _stop.Token).ConfigureAwait(false);
            foreach (var reader in seen.Readers.Where((_, place) => place % shares == share))
                await LockQueue.LetPassAsync(_connection, reader, _stop.Token).ConfigureAwait(false);
            return seen;
        }
        catch (Exception e) when (SnapshotFailures.IsExpected(e) || e is OperationCanceledException)
        {
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks whether the holder's session is alive. Returns null when it has not answered yet; the next call waits for the same
    /// answer.</summary>
    public async Task<bool?> IsAliveAsync(TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        _check ??= AnswerAsync();
        try
        {
            var alive = await _check.WaitAsync(within, time, cancellationToken).ConfigureAwait(false);
            _check = null;
            return alive;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Ends the transaction with the connection. Never throws: a holder that is dead already is what was wanted. A connection
    /// that does not even take the cancellation of an open question is left to itself until it breaks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            // A connection that is closed under a running command may hang for good.
            if (await _gate.WaitAsync(Timeouts.HoldersEnd).ConfigureAwait(false))
                await _connection.DisposeAsync().ConfigureAwait(false);
            else
                _ = _gate.WaitAsync().ContinueWith(_ => _connection.Dispose(), TaskScheduler.Default);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
        }
    }

    private static async Task<SnapshotHolder> HoldAsync(NpgsqlConnection connection, string begin, CancellationToken cancellationToken)
    {
        try
        {
            // In one round trip; the id is the first result.
            using var export = new NpgsqlCommand($"{begin}; SELECT pg_catalog.pg_export_snapshot(); {LockQueue.TakeMark}", connection)
                { CommandTimeout = (int)Timeouts.SessionBeginning.TotalSeconds };
            var id = (string)(await export.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            return new SnapshotHolder(connection, id);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<bool> AnswerAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            using var command = new NpgsqlCommand("SELECT 1", _connection);
            await command.ExecuteScalarAsync(_stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }
}
