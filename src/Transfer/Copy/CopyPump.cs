using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Copy;

/*  Moves a COPY stream from source to target, bytes untouched. Two loops share three buffers:

        source ──fill──▶ [buffer] ──▶ full ──▶ drain ──▶ target
                            ▲                     │
                            └────── empty ◀───────┘

    A buffer holds many rows and is written at once, so the target gets few large CopyData messages. Reading and writing overlap;
    memory is three buffers whatever the size of a row; their owner keeps them for the next copy. When one side fails, the other is
    cancelled and the first error is thrown, even if the other hangs.
    When the target has refused a row, filling ends as if the source had; what is being written is written to its end, because a write
    that is cancelled breaks the connection on which the target's reason is still to be read. */

/// <summary>Copies one COPY stream into another.</summary>
internal sealed class CopyPump(IReadOnlyList<byte[]> buffers, IRowCounter rows, IMoved moved, Throttle? throttle = null)
{
    private readonly Channel<Filled> full = Channel.CreateBounded<Filled>(2);
    private readonly Channel<byte[]> empty = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource<Exception> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long totalRows;
    private long totalBytes;

    private readonly record struct Filled(byte[] Buffer, int Length);

    /// <summary>Pumps until <paramref name="source"/> ends. Throws <see cref="EndOfStreamException"/> when it ends in the middle of a row,
    /// and <see cref="CopyRefusedException"/> soon after <paramref name="refused"/> is cancelled.</summary>
    public async Task<TaskResult> RunAsync(Stream source, Stream target, CancellationToken refused, CancellationToken cancellationToken)
    {
        foreach (var buffer in buffers)
            empty.Writer.TryWrite(buffer);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var both = Task.WhenAll(
            Task.Run(() => GuardedAsync(FillUnlessAsync(source, refused, either.Token), either), CancellationToken.None),
            Task.Run(() => GuardedAsync(DrainAsync(target, either.Token), either), CancellationToken.None));
        await Task.WhenAny(both, failed.Task);
        if (failed.Task.IsCompleted)
        {
            await both.WaitAsync(Timeouts.CopyEnd, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ExceptionDispatchInfo.Throw(await failed.Task);
        }

        if (refused.IsCancellationRequested)
            throw new CopyRefusedException();
        if (!rows.Complete)
            throw new EndOfStreamException("The source's COPY stream ended in the middle of a row.");
        return new TaskResult(totalRows, totalBytes);
    }

    private async Task GuardedAsync(Task side, CancellationTokenSource either)
    {
        try
        {
            await side;
        }
        catch (Exception error)
        {
            // The other side is cancelled and will fail, too; its error is not the cause.
            failed.TrySetResult(error);
            await either.CancelAsync();
            throw;
        }
    }

    private async Task FillUnlessAsync(Stream source, CancellationToken refused, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(refused, cancellationToken);
        try
        {
            await FillAsync(source, end.Token);
        }
        catch (OperationCanceledException) when (refused.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            full.Writer.TryComplete();
        }
    }

    private async Task FillAsync(Stream source, CancellationToken cancellationToken)
    {
        while (true)
        {
            var buffer = await empty.Reader.ReadAsync(cancellationToken);
            var length = await FillBufferAsync(source, buffer, cancellationToken);
            if (length > 0)
                await full.Writer.WriteAsync(new Filled(buffer, length), cancellationToken);
            if (length < buffer.Length)
                return;
        }
    }

    private static async Task<int> FillBufferAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await source.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                break;
            length += read;
        }

        return length;
    }

    private async Task DrainAsync(Stream target, CancellationToken cancellationToken)
    {
        await foreach (var filled in full.Reader.ReadAllAsync(cancellationToken))
        {
            var count = rows.Count(filled.Buffer.AsSpan(0, filled.Length));
            await WriteAsync(target, filled.Buffer.AsMemory(0, filled.Length), count, cancellationToken);
            totalRows += count;
            totalBytes += filled.Length;
            empty.Writer.TryWrite(filled.Buffer);
        }
    }

    /// <summary>Writes a buffer that ends <paramref name="count"/> rows. Where a throttle grants less than a buffer at a time, each part
    /// is reported with its share of the rows, so that a slow copy does not look like one that stands still.</summary>
    private async Task WriteAsync(Stream target, ReadOnlyMemory<byte> bytes, long count, CancellationToken cancellationToken)
    {
        var reported = 0L;
        for (var written = 0; written < bytes.Length;)
        {
            var left = bytes[written..];
            var granted = throttle is null ? left.Length : await throttle.TakeAsync(left.Length, cancellationToken);
            await target.WriteAsync(left[..granted], cancellationToken);
            written += granted;
            var rowsByNow = count * written / bytes.Length;
            moved.Add(rowsByNow - reported, granted);
            reported = rowsByNow;
        }
    }
}
