using System.Text;

namespace ActorMigrate.Host.Terminal;

/// <summary>A writer that any thread may use and that hands on each text in one write, however long it is, so that lines of several
/// processes do not mix in one file and a killed process leaves no half of a line. (<see cref="Console.Out"/> writes 256 characters at a
/// time.)</summary>
/// <param name="stream">The stream.</param>
/// <param name="encoding">The encoding of the text.</param>
/// <param name="isOptional">Texts that the stream does not take are lost; else they are an <see cref="OutputException"/>.</param>
internal sealed class WholeWrites(Stream stream, Encoding encoding, bool isOptional) : TextWriter
{
    private readonly Lock _gate = new();

    /// <inheritdoc />
    public override Encoding Encoding => encoding;

    /// <summary>Returns a writer in the encoding of this process's terminal. Standard error is optional: where it cannot be written, nobody
    /// can be told.</summary>
    public static WholeWrites To(Stream stream, bool isOptional = false) => new(
        stream, Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding,
        isOptional);

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<char> buffer)
    {
        var bytes = new byte[encoding.GetByteCount(buffer)];
        encoding.GetBytes(buffer, bytes);
        try
        {
            lock (_gate)
            {
                stream.Write(bytes);
                stream.Flush();
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            if (!isOptional)
                throw new OutputException(cause);
        }
    }

    /// <inheritdoc />
    public override void Write(char value) => Write([value]);

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write((value + NewLine).AsSpan());
}
