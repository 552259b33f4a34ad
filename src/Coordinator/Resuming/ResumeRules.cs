using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Says whether a resumed migration needs the source's snapshot.</summary>
internal enum SnapshotNeed
{
    /// <summary>All copies and all counts of the source are done.</summary>
    None,

    /// <summary>Copies or counts of the source are left.</summary>
    Some,
}

/// <summary>Decides whether and how a migration goes on. Pure.</summary>
internal static class ResumeRules
{
    /// <summary>Returns why there is nothing left to do in a migration that has succeeded, or null.</summary>
    public static string? NothingToDo(BegunMigration migration, string target) => migration.Outcome == Outcome.Succeeded
        ? $"There is nothing to resume: migration {migration.Id} from {migration.Source} to {target} has succeeded."
        : null;

    /// <summary>Returns the refusal for a target without a ledger. It cannot be told from the target whether a migration succeeded or none
    /// was begun.</summary>
    public static RefusedException NoMigration(string target) => new(
        $"There is nothing to resume: {target} holds no migration. None was begun, or it was ended before it recorded anything, or it "
            + "has succeeded and its ledger is gone.",
        "Compare both sides with actormigrate validate, or begin with actormigrate migrate. In a script, actormigrate migrate --resume "
            + "begins a migration or goes on with it.");

    /// <summary>Returns <see cref="SnapshotNeed.Some"/> while the source is still to be read: for tasks that are not done, or for tables
    /// that a crash of the target has <paramref name="lost"/>.</summary>
    public static SnapshotNeed NeedOf(Outstanding outstanding, IReadOnlyCollection<QualifiedName> lost) =>
        outstanding.CopiesPlanned && !outstanding.ReadsSource && lost.Count == 0 ? SnapshotNeed.None : SnapshotNeed.Some;

    /// <summary>Returns the refusal for a ledger that was dropped while this process looked at it.</summary>
    public static RefusedException LedgerGone() => new(
        "The ledger has just been removed from the target.", "See whether another process has finished the migration.");

    /// <summary>Returns the refusal for a process that lost the compare-and-set of the term to another one.</summary>
    public static RefusedException Overtaken(BegunMigration migration) => new(
        $"Another process has taken migration {migration.Id} over at the same moment.",
        "Look at it with actormigrate status, or join it with actormigrate worker.");

    /// <summary>Returns the refusal for a migration whose objects are partly dropped by a restart that did not end.</summary>
    public static RefusedException TakenBack(BegunMigration migration) => new(
        $"A restart of migration {migration.Id} has begun to drop its objects, so it can only be begun anew.",
        "Go on with actormigrate resume --restart.");

    /// <summary>Returns the refusal for a snapshot that is lost while rows may have changed since.</summary>
    public static RefusedException Lost(BegunMigration migration, int? sourceTimeline) => new(
        $"The source's snapshot of migration {migration.Id} is lost: {Why(migration.Histories.SourceTimeline, sourceTimeline)}",
        "Decide: actormigrate resume --new-snapshot keeps the tables that are wholly copied, and copies the others under a new snapshot; "
        + "actormigrate resume --restart drops what the run made and begins anew.");

    private static string Why(int? then, int? now) => then is not null && now is not null && then != now
        ? $"a standby of the source was promoted since (timeline {now} instead of {then}), and what the former primary had "
            + "committed may be missing in it."
        : "every session that held it has ended. The source has been written to since, so that a new snapshot sees other rows "
            + "than the tables that are copied.";
}
