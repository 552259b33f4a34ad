using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Migration;

/// <summary>Ids of the spans that a migration's nodes refer to. They follow from the ledger, so that a coordinator that takes over goes on
/// with the trace of the one before. Pure.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="ResumedAt">The time at which it was last resumed after an end that was told; null before that. The spans of that end keep
/// their ids, and the resumed run has ids of its own.</param>
public sealed record TraceIds(MigrationId Migration, DateTime? ResumedAt = null)
{
    /// <summary>The name of the source of all spans.</summary>
    public const string SourceName = "ActorMigrate";

    /// <summary>The id of the trace: the digits of the migration's uuid.</summary>
    public ActivityTraceId Trace => ActivityTraceId.CreateFromString(Migration.Value.ToString("N"));

    /// <summary>The id of the span of the migration, up to its first end.</summary>
    public ActivitySpanId Root => Derived(Migration, "migration");

    /// <summary>The id of the span of the run: the migration's, or that of the run that was resumed.</summary>
    public ActivitySpanId Run => ResumedAt is { } at ? Derived(Migration, ResumeOf(at)) : Root;

    /// <summary>Returns the id of the span of one phase in the run.</summary>
    public ActivitySpanId PhaseOf(Phase phase) =>
        Derived(Migration, ResumedAt is { } at ? $"{ResumeOf(at)}/{phase}" : phase.ToString());

    /// <summary>Returns the span of a phase as other nodes name their parent (the header <c>traceparent</c> of W3C).</summary>
    public string ParentOf(Phase phase) => $"00-{Trace.ToHexString()}-{PhaseOf(phase).ToHexString()}-01";

    private static string ResumeOf(DateTime at) => string.Create(CultureInfo.InvariantCulture, $"resume {at.Ticks}");

    /// <summary>Derives an id that is not all zeros, which would be none.</summary>
    private static ActivitySpanId Derived(MigrationId migration, string part)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{migration}/{part}")).AsSpan(0, sizeof(ulong));
        if (BinaryPrimitives.ReadUInt64BigEndian(digest) == 0)
            digest[^1] = 1;
        return ActivitySpanId.CreateFromBytes(digest);
    }
}
