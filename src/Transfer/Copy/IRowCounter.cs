namespace ActorMigrate.Transfer.Copy;

/// <summary>Counts the rows of a COPY stream from its framing, without decoding a value.</summary>
internal interface IRowCounter
{
    /// <summary>Takes the stream's next bytes and returns how many rows ended or began in them.</summary>
    long Count(ReadOnlySpan<byte> bytes);

    /// <summary>True when the stream ended where a COPY stream of this format may end.</summary>
    bool Complete { get; }
}
