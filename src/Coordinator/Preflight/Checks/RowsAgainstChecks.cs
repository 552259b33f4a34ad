using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Checks that the source's rows may break and that the target has before the rows arrive.</summary>
internal static class RowsAgainstChecks
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target, Examined examined)
    {
        var checks = examined.Options.Content == MigrationContent.DataOnly ? ChecksNotValid.Of(target.Catalog) : [];
        if (checks.Count > 0)
        {
            yield return CheckFinding.Warn(
                checks,
                $"Checks are NOT VALID in the source, so that rows may break them: {NameList.Of(checks)}. With --data-only, a table with "
                    + "such a row fails if the target has the check.",
                "Drop the checks in the target for the migration, and add them again NOT VALID; or migrate the definitions, too "
                    + "(without --data-only), which makes such checks after the rows.");
        }
    }
}
