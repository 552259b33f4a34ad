using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Migration.Planning;

/// <summary>Says which tasks are so quick that they may be done with others in one transaction: those that take less time than it takes to
/// grant and begin a task alone, which grows with the distance of the target. How many make a lot, a claim decides
/// (<c>claim-tasks.sql</c>). Pure.</summary>
/// <param name="MostBytes">The most bytes that a task of a lot may concern.</param>
public sealed record LotPolicy(long MostBytes)
{
    /// <summary>The bytes that COPY moves, or an index build reads, in about ten milliseconds.</summary>
    public const long NearBytes = 1 << 19;

    // The most for the most distant target.
    private const long FarBytes = NearBytes * 8;

    // A task alone is claimed, begun and done in a round trip each.
    private const int RoundTripsAlone = 3;
    private static readonly TimeSpan NearTime = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest round trip to a server near by; it may take as long while its machine is busy.</summary>
    public static TimeSpan Near { get; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns the policy for a target whose round trips take <paramref name="roundTrip"/>.</summary>
    public static LotPolicy At(TimeSpan roundTrip) => new(
        roundTrip <= Near ? NearBytes : (long)Math.Min(FarBytes, NearBytes * (1 + RoundTripsAlone * (roundTrip / NearTime))));

    /// <summary>Kinds whose time does not follow from a table's size, that other servers have a say in, or that act on the statements
    /// after them.</summary>
    private static readonly HashSet<string> Alone =
    [
        ObjectKinds.Extension, ObjectKinds.ExtensionMembers, ObjectKinds.MaterializedView, ObjectKinds.Refresh, ObjectKinds.Subscription,
        ObjectKinds.UserMapping,
        ObjectKinds.EventTrigger, ObjectKinds.SetLogged, ObjectKinds.Truncate, ObjectKinds.Drop, ObjectKinds.Language,
        ObjectKinds.ForeignServer, ObjectKinds.ForeignTable,
    ];

    /// <summary>Tells whether a task that makes an object may travel in a lot. <paramref name="bytes"/> are those of all tables that it
    /// reads.</summary>
    public bool IsQuick(TaskLane lane, string kind, long bytes) =>
        !Alone.Contains(kind) && (lane == TaskLane.Schema || bytes <= MostBytes);
}
