namespace ActorMigrate.Migration.Options;

/// <summary>The depth of validation, and the size up to which tables are checksummed.</summary>
/// <param name="Depth">The depth of a table's validation.</param>
/// <param name="ChecksumBytes">A table that is estimated larger is counted only.</param>
public sealed record ValidationOptions(ValidationDepth Depth, long ChecksumBytes)
{
    /// <summary>Tells whether a table of so many estimated bytes is checksummed.</summary>
    public bool Checksums(long bytes) => Depth == ValidationDepth.Full || (Depth == ValidationDepth.Checksums && bytes <= ChecksumBytes);

    /// <summary>Both databases hash a row's text to the same number, so that a digest need not take the detour over MD5.</summary>
    public bool SameHashes { get; init; }

    /// <summary>Ranges of rows that differ are copied again.</summary>
    public bool Repair { get; init; }

    /// <summary>Rows that differ are reported without their values.</summary>
    public bool RedactValues { get; init; }
}
