using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>One session whose open transaction keeps the snapshot, and the table locks, alive. Its connection has one user at a time.</summary>
internal sealed class SnapshotHolder : IAsyncDisposable
{
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly NpgsqlConnection _connection;
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

    /// <summary>How many of the snapshot's tables, from the first, this holder has locked.</summary>
    public int Locked { get; private set; }

    /// <summary>Takes <paramref name="connection"/> over and exports a new snapshot.</summary>
    public static Task<SnapshotHolder> ExportAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        HoldAsync(connection, Begin, cancellationToken);

    /// <summary>Takes <paramref name="connection"/> over, imports the snapshot and exports it again: an imported snapshot lives on with its
    /// importer when the exporter dies.</summary>
    public static Task<SnapshotHolder> ImportAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        HoldAsync(connection, ImportStatement(id), cancellationToken);

    /// <summary>The statement that begins a transaction under the snapshot <paramref name="id"/>.</summary>
    public static string ImportStatement(string id) => $"{Begin}; SET TRANSACTION SNAPSHOT {Literal.Quote(id)}";

    /// <summary>Locks the tables after the first <see cref="Locked"/> ones, as far as the server's lock table reaches.</summary>
    public async Task LockAsync(IReadOnlyList<QualifiedName> tables, SnapshotOptions options, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var rest = tables.Skip(Locked).ToList();
            Locked += await TableLocks.AcquireAsync(_connection, rest, Locked, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks the holder for a sign of life. Null says that it has not answered yet: the question stays open, and the next call
    /// goes on waiting for the same answer.</summary>
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

    /// <summary>Ends the transaction with the connection. Never throws: a holder that is dead already is what was wanted.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
        }
    }

    private static async Task<SnapshotHolder> HoldAsync(NpgsqlConnection connection, string begin, CancellationToken cancellationToken)
    {
        try
        {
            using (var command = new NpgsqlCommand(begin, connection))
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            using var export = new NpgsqlCommand("SELECT pg_catalog.pg_export_snapshot()", connection);
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
            await command.ExecuteScalarAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }
}
