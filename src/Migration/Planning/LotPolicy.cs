using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Migration.Planning;

/// <summary>Says which tasks are so quick that they may be done with others in one transaction. How many make a lot, a claim decides
/// (<c>claim-tasks.sql</c>). Pure.</summary>
public static class LotPolicy
{
    /// <summary>The most bytes that a task of a lot may concern: about what COPY moves, or an index
    /// build reads, in ten milliseconds.</summary>
    public const long MostBytes = 1 << 19;

    /// <summary>Kinds whose time does not follow from a table's size, that other servers have a say in, or that act on the statements
    /// after them.</summary>
    private static readonly HashSet<string> Alone =
    [
        ObjectKinds.Extension, "extension members", "materialized view", "refresh", "subscription", "user mapping", "event trigger",
        "set-logged", "truncate", "drop", "language", "foreign server", "foreign table",
    ];

    /// <summary>Tells whether a task that makes an object may travel in a lot. <paramref name="bytes"/> are those of all tables that it
    /// reads.</summary>
    public static bool IsQuick(TaskLane lane, string kind, long bytes) =>
        !Alone.Contains(kind) && (lane == TaskLane.Schema || bytes <= MostBytes);
}
