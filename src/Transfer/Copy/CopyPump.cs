using System.Threading.Channels;
using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Copy;

/*  Moves a COPY stream from source to target, bytes untouched. Two loops share three buffers:

        source ──fill──▶ [buffer] ──▶ full ──▶ drain ──▶ target
                            ▲                     │
                            └────── empty ◀───────┘

    A buffer holds many rows and is written at once, so the target gets few large CopyData messages. Reading and writing overlap;
    memory is three buffers whatever the size of a row. When one side fails, the other is cancelled and the first error is thrown. */

/// <summary>Copies one COPY stream into another.</summary>
internal sealed class CopyPump(int bufferBytes, IRowCounter rows, IMoved moved)
{
    private readonly Channel<Filled> full = Channel.CreateBounded<Filled>(2);
    private readonly Channel<byte[]> empty = Channel.CreateUnbounded<byte[]>();
    private long totalRows;
    private long totalBytes;

    private readonly record struct Filled(byte[] Buffer, int Length);

    /// <summary>Pumps until <paramref name="source"/> ends. Throws <see cref="EndOfStreamException"/> when it ends in the middle of a row.</summary>
    public async Task<TaskResult> RunAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3; i++)
            empty.Writer.TryWrite(GC.AllocateUninitializedArray<byte>(bufferBytes));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fill = Task.Run(() => GuardedAsync(FillAsync(source, either.Token), either), CancellationToken.None);
        var drain = Task.Run(() => GuardedAsync(DrainAsync(target, either.Token), either), CancellationToken.None);
        var first = await Task.WhenAny(fill, drain);
        await Task.WhenAll(fill, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        await Task.WhenAll(fill, drain);
        if (!rows.Complete)
            throw new EndOfStreamException("The source's COPY stream ended in the middle of a row.");
        return new TaskResult(totalRows, totalBytes);
    }

    private static async Task GuardedAsync(Task side, CancellationTokenSource either)
    {
        try
        {
            await side;
        }
        catch
        {
            await either.CancelAsync();
            throw;
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
                break;
        }

        full.Writer.Complete();
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
            await target.WriteAsync(filled.Buffer.AsMemory(0, filled.Length), cancellationToken);
            totalRows += count;
            totalBytes += filled.Length;
            moved.Add(count, filled.Length);
            empty.Writer.TryWrite(filled.Buffer);
        }
    }
}
