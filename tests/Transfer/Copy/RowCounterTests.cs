using System.Buffers.Binary;
using ActorMigrate.Transfer.Copy;

namespace ActorMigrate.Transfer.Tests.Copy;

public class RowCounterTests
{
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0];

    [Fact]
    public void A_binary_stream_has_its_rows_however_it_is_split()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var rows = random.Next(0, 40);
            var stream = Binary(random, rows);
            var counter = new BinaryRowCounter();

            Assert.Equal(rows, Feed(counter, stream, random));

            Assert.True(counter.Complete);
        }
    }

    [Fact]
    public void A_binary_stream_is_complete_at_its_end_and_nowhere_before()
    {
        var stream = Binary(new Random(2), 5);
        for (var length = 0; length < stream.Length; length++)
        {
            var counter = new BinaryRowCounter();
            counter.Count(stream.AsSpan(0, length));
            Assert.False(counter.Complete, $"complete after {length} of {stream.Length} bytes");
        }
    }

    [Fact]
    public void A_binary_value_may_hold_what_looks_like_an_end()
    {
        byte[] value = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF];
        byte[] stream = [.. Header(), .. Short(1), .. Int(value.Length), .. value, .. Short(-1)];
        var counter = new BinaryRowCounter();
        Assert.Equal(1, counter.Count(stream));
        Assert.True(counter.Complete);
    }

    [Fact]
    public void A_text_stream_has_a_row_for_each_newline_however_it_is_split()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var rows = random.Next(0, 40);
            var stream = Enumerable.Range(0, rows).SelectMany(_ => new string('x', random.Next(0, 30)) + "\\n\t\\N\n")
                .Select(c => (byte)c).ToArray();
            var counter = new TextRowCounter();

            Assert.Equal(rows, Feed(counter, stream, random));

            Assert.True(counter.Complete);
        }
    }

    [Fact]
    public void A_text_stream_that_ends_within_a_row_is_not_complete()
    {
        var counter = new TextRowCounter();
        counter.Count("1\tone\n2\ttw"u8);
        Assert.False(counter.Complete);
    }

    private static long Feed(IRowCounter counter, byte[] stream, Random random)
    {
        long rows = 0;
        for (var at = 0; at < stream.Length;)
        {
            var step = Math.Min(random.Next(0, 12), stream.Length - at);
            rows += counter.Count(stream.AsSpan(at, step));
            at += step;
        }

        return rows;
    }

    // Also with an extension area, rows without fields, nulls and empty values.
    private static byte[] Binary(Random random, int rows)
    {
        var stream = new List<byte>(Header(random.Next(0, 9)));
        for (var row = 0; row < rows; row++)
        {
            var fields = random.Next(0, 6);
            stream.AddRange(Short((short)fields));
            for (var field = 0; field < fields; field++)
            {
                var length = random.Next(-1, 40);
                stream.AddRange(Int(length));
                var value = new byte[Math.Max(0, length)];
                random.NextBytes(value);
                stream.AddRange(value);
            }
        }

        stream.AddRange(Short(-1));
        return [.. stream];
    }

    private static byte[] Header(int extension = 0) => [.. Signature, .. Int(0), .. Int(extension), .. new byte[extension]];

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Short(short value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        return bytes;
    }
}
