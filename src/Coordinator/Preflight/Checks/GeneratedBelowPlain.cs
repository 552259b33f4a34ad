using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Generated columns of partitions and children that the target's version does not take below the parent's.</summary>
internal static class GeneratedBelowPlain
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target, Examined examined)
    {
        var refused = examined.Options.Content == MigrationContent.DataOnly
            ? []
            : GeneratedColumns.Refused(target.Catalog, examined.Servers!.Target.VersionNumber);
        if (refused.Count > 0)
        {
            yield return CheckFinding.Fail(
                refused,
                "From 16 on, PostgreSQL takes no generated column in a partition or child whose parent has it as a plain one: "
                    + $"{NameList.Of(refused)}.",
                "In the source, keep the values and give up the expression: ALTER TABLE … DETACH PARTITION … (or NO INHERIT), "
                    + "ALTER TABLE … ALTER COLUMN … DROP EXPRESSION, and attach the table again; or leave it out: --exclude-tables.");
        }
    }
}
