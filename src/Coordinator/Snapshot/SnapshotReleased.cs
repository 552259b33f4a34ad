using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Snapshot;

/// <summary>The failure of a run that would read the source after the snapshot was released. Rows are left to read then only if the target
/// has lost commits. The coordinator finds that out by reading the ledger, or when a task is granted again, and stops the run.</summary>
internal static class SnapshotReleased
{
    /// <summary>Returns the failure, which <paramref name="why"/> opens.</summary>
    public static Failure Because(string why) => new(
        FailureClass.Fatal, null,
        $"{char.ToUpperInvariant(why[0])}{why[1..]}: tables must be copied again, and the snapshot under which they were read is released.",
        "Go on with actormigrate resume, which finds out whether the source still has the same rows.");

    /// <summary>The failure of a task.</summary>
    public static ServerFailureException Error => new(
        Because("the target has lost commits, as after a failover to a standby that lagged behind"));
}
