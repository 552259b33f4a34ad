namespace ActorMigrate.Transfer.Copy;

/// <summary>COPY's text format ends every row with a newline and escapes those within values (manual, COPY, Text Format).</summary>
internal sealed class TextRowCounter : IRowCounter
{
    private byte last = (byte)'\n';

    public bool Complete => last == (byte)'\n';

    public long Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        last = bytes[^1];
        return bytes.Count((byte)'\n');
    }
}
