namespace ActorMigrate.Migration.Options;

/// <summary>Settings of one node. Each node of a migration may have its own.</summary>
public sealed record NodeOptions
{
    /// <summary>Copies at a time; 0 where the node only coordinates.</summary>
    public required int CopySlots { get; init; }

    /// <summary>Copies at a time where a server is distant, because most of them wait then; null where a user chose how many.</summary>
    public int? FarCopySlots { get; init; }

    /// <summary>Finishing tasks (indexes, keys, constraints) at a time; 0 where the node only coordinates.</summary>
    public required int IndexSlots { get; init; }

    /// <summary>Finishing tasks at a time where a server is distant, as <see cref="FarCopySlots"/>.</summary>
    public int? FarIndexSlots { get; init; }

    /// <summary>Counts of rows at a time: half as many as copies, at least one where there are any.</summary>
    public int CompareSlots => CopySlots == 0 ? 0 : Math.Max(1, CopySlots / 2);

    /// <summary>The time after which the node offers its free slots, beside whenever something changes; 10 ms to 1 s.</summary>
    public required TimeSpan PollInterval { get; init; }

    /// <summary>An attempt that moves no byte for so long is given up as stalled and tried again.</summary>
    public required TimeSpan StallTimeout { get; init; }

    /// <summary>Bytes of one COPY buffer; two are in flight per copy.</summary>
    public required int CopyBufferBytes { get; init; }

    /// <summary>Bytes a second that this node may copy; null for no limit.</summary>
    public long? MaxRate { get; init; }
}
