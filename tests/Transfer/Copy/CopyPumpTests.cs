using System.IO.Pipelines;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Transfer.Tests.Copy;

public class CopyPumpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_byte_arrives_in_order_and_rows_and_bytes_are_counted()
    {
        var rows = Enumerable.Range(0, 20_000).SelectMany(row => $"{row}\tvalue {row}\n".Select(c => (byte)c)).ToArray();
        using var target = new MemoryStream();
        var moved = new Moved();

        var result = await PumpAsync(new MemoryStream(rows), target, moved);

        Assert.Equal(rows, target.ToArray());
        Assert.Equal(new TaskResult(20_000, rows.Length), result);
        Assert.Equal((20_000, rows.Length), (moved.Rows, moved.Bytes));
    }

    [Fact]
    public async Task A_source_that_ends_within_a_row_is_an_error()
    {
        await Assert.ThrowsAsync<EndOfStreamException>(() => PumpAsync(new MemoryStream("1\tone\n2\tt"u8.ToArray()), new MemoryStream()));
    }

    [Fact]
    public async Task An_error_of_the_source_is_the_failure_even_while_the_target_hangs()
    {
        var source = new Faulty("1\tone\n"u8.ToArray(), new InvalidDataException("the source's page is corrupt"));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => PumpAsync(source, new Hanging()));
        Assert.Equal("the source's page is corrupt", error.Message);
    }

    [Fact]
    public async Task An_error_of_the_target_is_the_failure_even_while_the_source_hangs()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[BufferBytes]);
        var error =
            await Assert.ThrowsAsync<IOException>(() => PumpAsync(pipe.Reader.AsStream(), new Faulty([], new IOException("broken pipe"))));
        Assert.Equal("broken pipe", error.Message);
    }

    [Fact]
    public async Task It_can_be_cancelled_while_both_hang()
    {
        using var stop = new CancellationTokenSource();
        var pumping = PumpAsync(new Pipe().Reader.AsStream(), new Hanging(), stop: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pumping);
    }

    [Fact]
    public async Task A_target_that_has_refused_ends_it_while_the_source_hangs_and_what_was_read_is_written()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[BufferBytes]);
        using var refused = new CancellationTokenSource();
        using var target = new MemoryStream();
        var moved = new Moved();
        var pumping = PumpAsync(pipe.Reader.AsStream(), target, moved, refused: refused.Token);
        await moved.Something.Task.WaitAsync(Patience);
        await refused.CancelAsync();
        await Assert.ThrowsAsync<CopyRefusedException>(() => pumping);
        Assert.Equal(BufferBytes, target.Length);
    }

    [Fact]
    public async Task Rows_of_a_slow_copy_are_counted_with_the_bytes_of_each_part()
    {
        var rows = Enumerable.Repeat("1\n"u8.ToArray(), BufferBytes / 2).SelectMany(row => row).ToArray();
        var slow = new Throttle(null, BufferBytes, _ => Task.FromResult(1), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var moved = new Moved();

        var pumping = PumpAsync(new MemoryStream(rows), new OneWrite(), moved, slow, stop: stop.Token);
        await moved.Something.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pumping);

        Assert.InRange(moved.Bytes, 1, BufferBytes - 1);
        Assert.Equal(moved.Bytes / 2, moved.Rows);
    }

    private const int BufferBytes = 1024;

    private static Task<TaskResult> PumpAsync(
        Stream source, Stream target, Moved? moved = null, Throttle? throttle = null, CancellationToken refused = default,
        CancellationToken stop = default) =>
        new CopyPump(
            [new byte[BufferBytes], new byte[BufferBytes], new byte[BufferBytes]], new TextRowCounter(), moved ?? new Moved(), throttle)
            .RunAsync(source, target, refused, stop).WaitAsync(Patience, CancellationToken.None);

    private sealed class Moved : IMoved
    {
        public TaskCompletionSource Something { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Rows { get; private set; }

        public long Bytes { get; private set; }

        public void Add(long rows, long bytes)
        {
            (Rows, Bytes) = (Rows + rows, Bytes + bytes);
            Something.TrySetResult();
        }
    }

    /// <summary>Gives what it has, then fails; fails at once when it is written to.</summary>
    private sealed class Faulty(byte[] first, Exception then) : MemoryStream(first)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw then;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw then;
    }

    /// <summary>Takes one write, and waits in the next until it is cancelled.</summary>
    private sealed class OneWrite : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Length > 0)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }

    /// <summary>Takes nothing, and does not hear that it is cancelled.</summary>
    private sealed class Hanging : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
    }
}
