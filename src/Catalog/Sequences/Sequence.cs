using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Sequences;

/// <summary>A sequence with its value under the snapshot.</summary>
internal sealed record Sequence
{
    public required uint Oid { get; init; }

    public required QualifiedName Name { get; init; }

    public required bool IsUnlogged { get; init; }

    public required SequenceOptions Options { get; init; }

    public required SequenceOwner? Owner { get; init; }

    /// <summary>The extension that makes it and lets users configure its value, or 0.</summary>
    public uint Extension { get; init; }

    public SequenceValue? Value { get; init; }

    public ObjectAddress Address => new(SystemCatalog.Class, Oid);
}

/// <summary>The options of CREATE SEQUENCE.</summary>
internal sealed record SequenceOptions(
    string TypeName, long Start, long Increment, long Minimum, long Maximum, long Cache, bool Cycles);

/// <summary>The column a sequence belongs to: by OWNED BY, or as an identity column's own.</summary>
internal sealed record SequenceOwner(uint Table, string Column, bool IsIdentity);

/// <summary>The position of a sequence: both parts decide what nextval returns.</summary>
internal sealed record SequenceValue(long LastValue, bool IsCalled);
