using ActorMigrate.Control.Migrations;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Checks that a node may join or resume a recorded migration. Pure.</summary>
internal static class JoinRules
{
    /// <summary>Refuses another version of the tool, another source than the migration's, and a target that is not the one which the ledger
    /// was written for. A target on a later timeline is a standby that was promoted, with the same history.</summary>
    public static void Check(BegunMigration migration, string toolVersion, ServerFacts source, ServerFacts target)
    {
        CheckVersion(migration, toolVersion);
        CheckSource(migration, source.Identity);
        CheckTarget(migration, target);
    }

    /// <summary>Refuses a source that is not on the migration's timeline any more: the snapshot has
    /// ended with the server that held it.</summary>
    public static void CheckSnapshotsTimeline(BegunMigration migration, ServerFacts source)
    {
        if (IsFailedOver(migration.Histories, source))
        {
            throw new RefusedException(
                $"The source is on timeline {source.Timeline}, the migration's snapshot was taken on timeline "
                + $"{migration.Histories.SourceTimeline}: a standby of the "
                + "source was promoted, and the snapshot has ended with the former primary.",
                "Go on with actormigrate resume --new-snapshot, or begin anew with actormigrate resume --restart.");
        }
    }

    /// <summary>Returns true when another server has taken the source's place since the snapshot.</summary>
    public static bool IsFailedOver(MigrationHistories histories, ServerFacts source) =>
        histories.SourceTimeline is { } then && source.Timeline is { } now && then != now;

    private static void CheckVersion(BegunMigration migration, string toolVersion)
    {
        if (migration.ToolVersion != toolVersion)
        {
            throw new RefusedException(
                $"The migration in the target was begun by actormigrate {migration.ToolVersion}; this is {toolVersion}.",
                "Use the same version on every node.");
        }
    }

    /// <summary>Refuses another source than the migration's.</summary>
    public static void CheckSource(BegunMigration migration, string sourceIdentity)
    {
        if (!IsSame(migration.SourceIdentity, sourceIdentity))
        {
            throw new RefusedException(
                $"The migration in the target copies {migration.Source}, whose identity is {migration.SourceIdentity}; the source "
                    + $"given here is {sourceIdentity}.",
                "Give the migration's own source as --source, or the target of the other migration as --target.");
        }
    }

    private static void CheckTarget(BegunMigration migration, ServerFacts target)
    {
        var (identity, timeline) = (migration.Histories.TargetIdentity, migration.Histories.TargetTimeline);
        if (identity is not null && !IsSame(identity, target.Identity))
        {
            throw new RefusedException(
                $"The ledger in this target is of a migration into {migration.Target}, whose identity is {identity}; this "
                + $"target is {target.Identity}. "
                + "A copy of a database has the ledger of the original.",
                "Give the migration's own target as --target, or remove the ledger from the copy with actormigrate cleanup.");
        }

        if (timeline > target.Timeline)
        {
            throw new RefusedException(
                $"The target is on timeline {target.Timeline}, and the migration has gone on with timeline {timeline}: this server does "
                    + "not continue the migration's history.",
                "Give the address of the server that was promoted last.");
        }
    }

    // A role that may not see the system identifier gives 'unknown': then the database's part decides.
    private static bool IsSame(string one, string other)
    {
        var (a, b) = (one.Split('/', 2), other.Split('/', 2));
        return a[1] == b[1] && (a[0] == b[0] || a[0] == "unknown" || b[0] == "unknown");
    }
}
