using System.Text;
using System.Text.Json;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Tests.Terminal;

public sealed class WholeWritesTests
{
    [Fact]
    public void An_event_reaches_the_stream_in_one_write_however_long_it_is()
    {
        var stream = new RecordingStream();
        var output = WholeWrites.To(stream);
        var name = string.Concat(Enumerable.Repeat("a table of ä ", 5_000));
        JsonLine.Write(output, "task-started", DateTimeOffset.UnixEpoch, line => line.WriteString("name", name));
        output.WriteLine("a line of another kind");

        Assert.Equal(2, stream.Writes.Count);
        Assert.Equal(name, JsonDocument.Parse(stream.Writes[0]).RootElement.GetProperty("name").GetString());
        Assert.EndsWith("}\n", stream.Writes[0]);
        Assert.Equal("a line of another kind" + Environment.NewLine, stream.Writes[1]);
    }

    private sealed class RecordingStream : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public override bool CanSeek => false;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => Writes.Add(Encoding.UTF8.GetString(buffer));
    }
}
