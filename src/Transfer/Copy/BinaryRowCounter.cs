using System.Buffers.Binary;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Walks the framing of COPY's binary format (manual, COPY, Binary Format): an 11-byte signature, flags, an extension
/// area, then per row a 16-bit field count and per field a 32-bit length and so many bytes; -1 as a field count ends the stream.</summary>
internal sealed class BinaryRowCounter : IRowCounter
{
    private const int SignatureAndFlags = 15;

    private readonly byte[] word = new byte[4];
    private int wordNeeded;
    private int wordHas;
    private long skip = SignatureAndFlags;
    private int fieldsLeft;
    private Part part = Part.ExtensionLength;

    private enum Part
    {
        ExtensionLength,
        FieldCount,
        FieldLength,
        Ended,
    }

    public bool Complete => part == Part.Ended && wordHas == 0 && skip == 0;

    public long Count(ReadOnlySpan<byte> bytes)
    {
        long rows = 0;
        while (true)
        {
            if (skip > 0)
            {
                var step = (int)Math.Min(skip, bytes.Length);
                bytes = bytes[step..];
                skip -= step;
            }

            if (bytes.IsEmpty || part == Part.Ended)
                return rows;
            if (!TryRead(ref bytes, out var value))
                return rows;
            rows += Take(value);
        }
    }

    private long Take(int value)
    {
        switch (part)
        {
            case Part.ExtensionLength:
                skip = value;
                part = Part.FieldCount;
                return 0;
            case Part.FieldCount when value < 0:
                part = Part.Ended;
                return 0;
            case Part.FieldCount:
                fieldsLeft = value;
                part = value == 0 ? Part.FieldCount : Part.FieldLength;
                return 1;
            default:
                skip = Math.Max(0, value);
                if (--fieldsLeft == 0)
                    part = Part.FieldCount;
                return 0;
        }
    }

    private bool TryRead(ref ReadOnlySpan<byte> bytes, out int value)
    {
        wordNeeded = part == Part.FieldCount ? 2 : 4;
        if (wordHas == 0 && bytes.Length >= wordNeeded)
        {
            value = Decode(bytes);
            bytes = bytes[wordNeeded..];
            return true;
        }

        var step = Math.Min(wordNeeded - wordHas, bytes.Length);
        bytes[..step].CopyTo(word.AsSpan(wordHas));
        bytes = bytes[step..];
        wordHas += step;
        value = wordHas == wordNeeded ? Decode(word) : 0;
        if (wordHas < wordNeeded)
            return false;
        wordHas = 0;
        return true;
    }

    private int Decode(ReadOnlySpan<byte> from) =>
        wordNeeded == 2 ? BinaryPrimitives.ReadInt16BigEndian(from) : BinaryPrimitives.ReadInt32BigEndian(from);
}
