using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;

namespace ActorMigrate.Transfer.Stalls;

/// <summary>The failure of an attempt that is given up because it makes no progress.</summary>
internal static class Stalled
{
    /// <summary>Returns the failure of an attempt of which nothing moved for <paramref name="idle"/>; <paramref name="why"/> is what the
    /// servers said of it, or null.</summary>
    public static ServerFailureException After(TimeSpan idle, bool copies, string? why)
    {
        var seen = !string.IsNullOrEmpty(why);
        return new ServerFailureException(new Failure(
            FailureClass.Transient, null,
            $"{(copies ? "No byte was moved" : "Nothing happened")} for {idle.TotalSeconds:F0} s{(seen ? ": " + why : "")}.",
            (seen
                ? "Find what the message names: end the session that is in the way, or see why the server waits. "
                : "The cause was not seen; look in pg_stat_activity and pg_locks while it runs. ")
            + "Where it is only slow, raise node.stall-timeout."));
    }
}
