using ActorMigrate.Control;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies the rows that a predicate selects from one session to another, inside the transactions that are open on them.
/// After a failure neither session can be used again.</summary>
internal static class RowCopy
{
    public static async Task<TaskResult> RunAsync(
        NpgsqlConnection source, NpgsqlConnection target, CopyPayload payload, RowPredicate predicate, CopySettings settings,
        CancellationToken cancellationToken)
    {
        var reading = await CopyStreams.ReadAsync(source, CopyStatement.From(payload, predicate), payload.Binary, cancellationToken);
        var writing = await CopyStreams.WriteAsync(target, CopyStatement.Into(payload, settings.Freeze), payload.Binary, cancellationToken);
        IRowCounter counter = payload.Binary ? new BinaryRowCounter() : new TextRowCounter();
        var result = await new CopyPump(settings.BufferBytes, counter, settings.Moved).RunAsync(reading, writing, cancellationToken);
        await writing.DisposeAsync();
        await reading.DisposeAsync();
        return result;
    }
}

/// <summary>How one COPY is done.</summary>
internal sealed record CopySettings(int BufferBytes, bool Freeze, IMoved Moved);
