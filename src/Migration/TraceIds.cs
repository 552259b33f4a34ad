using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ActorMigrate.Migration;

/// <summary>Ids of the spans that a migration's nodes refer to. They follow from the migration's id, which every node knows, so that a
/// coordinator that takes over goes on with the trace of the one before. Pure.</summary>
public static class TraceIds
{
    /// <summary>Returns the id of the trace of <paramref name="migration"/>: the digits of its uuid.</summary>
    public static ActivityTraceId TraceOf(MigrationId migration) => ActivityTraceId.CreateFromString(migration.Value.ToString("N"));

    /// <summary>Returns the id of the span of the whole migration.</summary>
    public static ActivitySpanId RootOf(MigrationId migration) => Derived(migration, "migration");

    /// <summary>Returns the id of the span of one phase.</summary>
    public static ActivitySpanId PhaseOf(MigrationId migration, Phase phase) => Derived(migration, phase.ToString());

    /// <summary>Returns the span of a phase as other nodes name their parent (the header <c>traceparent</c> of W3C).</summary>
    public static string ParentOf(MigrationId migration, Phase phase) =>
        $"00-{TraceOf(migration).ToHexString()}-{PhaseOf(migration, phase).ToHexString()}-01";

    /// <summary>Derives an id that is not all zeros, which would be none.</summary>
    private static ActivitySpanId Derived(MigrationId migration, string part)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{migration}/{part}")).AsSpan(0, sizeof(ulong));
        if (BinaryPrimitives.ReadUInt64BigEndian(digest) == 0)
            digest[^1] = 1;
        return ActivitySpanId.CreateFromBytes(digest);
    }
}
