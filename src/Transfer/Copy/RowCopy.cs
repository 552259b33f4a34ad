using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies the rows that a predicate selects from one session to another, inside the transactions that are open on them.
/// After a failure neither session can be used again.</summary>
internal sealed class RowCopy(AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null)
{
    private const int FirstVersionWithGrantedParameters = 15;

    public async Task<TaskResult> RunAsync(CopySession session, CopyOrder order, CancellationToken cancellationToken)
    {
        if (order.Payload.IntoOwn)
            await ActAsReplicaAsync(session, cancellationToken);
        var (reading, writing) = await OpenAsync(session, order, cancellationToken);
        try
        {
            var result = await PumpAsync(reading, writing, session.Buffers(bufferBytes), order, cancellationToken);
            await writing.DisposeAsync();
            await reading.DisposeAsync();
            return result;
        }
        catch
        {
            await SessionEnd.CancelAsync(reading);
            throw;
        }
    }

    /// <summary>Begins both statements at the same time.</summary>
    private static async Task<(Stream Reading, Stream Writing)> OpenAsync(
        CopySession session, CopyOrder order, CancellationToken cancellationToken)
    {
        var reading = CopyStreams.ReadAsync(
            session.Source, CopyStatement.From(order.Payload, order.Rows), order.Payload.Binary, cancellationToken);
        var writing = CopyStreams.WriteAsync(
            session.Target, CopyStatement.Into(order.Payload, order.Freeze), order.Payload.Binary, cancellationToken);
        try
        {
            await Task.WhenAll(reading, writing);
            return (await reading, await writing);
        }
        catch when (reading.IsCompletedSuccessfully)
        {
            await SessionEnd.CancelAsync(await reading);
            throw;
        }
    }

    // Triggers and foreign keys of the target do not act on rows of another server. Where the role may not set this, preflight made
    // sure that there are none.
    internal static async Task ActAsReplicaAsync(CopySession session, CancellationToken cancellationToken)
    {
        var granted = session.Target.PostgreSqlVersion.Major >= FirstVersionWithGrantedParameters
            ? " OR pg_catalog.has_parameter_privilege('session_replication_role', 'SET')"
            : "";
        await using var command = new NpgsqlCommand(
            "SELECT pg_catalog.set_config('session_replication_role', 'replica', true) WHERE "
            + "pg_catalog.current_setting('is_superuser') = 'on'" + granted,
            session.Target);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<TaskResult> PumpAsync(
        Stream reading, Stream writing, IReadOnlyList<byte[]> buffers, CopyOrder order, CancellationToken cancellationToken)
    {
        IRowCounter counter = order.Payload.Binary ? new BinaryRowCounter() : new TextRowCounter();
        await using var watch = new RefusalWatch(attempts, order.Attempt, time);
        try
        {
            return await new CopyPump(buffers, counter, order.Moved, throttle).RunAsync(reading, writing, watch.Refused, cancellationToken);
        }
        catch (CopyRefusedException)
        {
            // Completing a COPY that the server has refused commits nothing; it makes the server's reason readable, and throws it.
            await writing.DisposeAsync();
            throw;
        }
    }
}

/// <summary>The rows that one COPY moves, and the attempt that it belongs to.
/// <paramref name="Freeze"/> where the table was created or emptied in this transaction.</summary>
internal sealed record CopyOrder(CopyPayload Payload, RowPredicate Rows, bool Freeze, AttemptId Attempt, IMoved Moved);
