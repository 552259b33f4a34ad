using System.Text;
using System.Text.Json;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

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

    [Fact]
    public void A_command_whose_output_cannot_be_written_fails_and_that_is_no_defect()
    {
        var output = WholeWrites.To(new FullStream());

        var ending = Ending.Of(Assert.Throws<OutputException>(() => output.WriteLine("a line")), default);

        Assert.Equal(Outcome.Refused, ending.Outcome);
        Assert.Equal("Standard output cannot be written: No space left on device.", ending.Message);
        Assert.NotNull(ending.Remedy);
    }

    [Fact]
    public void Standard_error_that_cannot_be_written_is_left_alone() =>
        WholeWrites.To(new FullStream(), isOptional: true).WriteLine("a line");

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }

    private sealed class RecordingStream : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public override bool CanSeek => false;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => Writes.Add(Encoding.UTF8.GetString(buffer));
    }
}
