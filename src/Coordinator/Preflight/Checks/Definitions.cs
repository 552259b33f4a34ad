using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Finds objects that the plan cannot carry over as they are in the source.</summary>
internal static class Definitions
{
    public static IEnumerable<CheckFinding> Find(SchemaPlan plan) =>
    [
        .. TargetRules.Version(plan),
        .. plan.NotMigrated.Where(left => !left.Asked && left.Kind != "owner").GroupBy(left => (left.Kind, left.Reason)).Select(Left),
        .. plan.Findings.Select(finding => CheckFinding.Warn(
            finding.Object, finding.Message, finding.Remedy ?? "Look at it after the migration.") with { IsToldByRun = true }),
    ];

    /// <summary>Objects that cannot get the owner that they have in the source: the target has no such role, or the role that migrates does
    /// not have its rights.</summary>
    public static IEnumerable<CheckFinding> Owners(TargetSeen target) =>
        target.Plan.NotMigrated.Where(left => !left.Asked && left.Kind == "owner").GroupBy(left => (left.Kind, left.Reason)).Select(Left)
            .Concat(Ungiven(target));

    private static IEnumerable<CheckFinding> Ungiven(TargetSeen target)
    {
        if (target.Inspection.IsSuperuser)
            return [];
        var mine = target.Inspection.MayGiveTo.Select(Ending).ToHashSet();
        return
            from made in target.Plan.Objects
            where made.Kind == "owner"
            let given = made.Statements[^1]
            let at = given.LastIndexOf(Ending(""), StringComparison.Ordinal)
            where at >= 0 && !mine.Contains(given[at..])
            group made.Name by given[(at + Ending("").Length)..] into owned
            let names = NameList.Of([.. owned])
            select CheckFinding.Warn(
                names,
                $"The role {target.Inspection.CurrentUser} may not give objects to {owned.Key} in the target: {names}. They belong to "
                    + $"{target.Inspection.CurrentUser} then, and the exit code is 3.",
                $"As a superuser, or with ADMIN OPTION on the role: GRANT {owned.Key} TO "
                    + $"{Identifier.Quote(target.Inspection.CurrentUser)}; or migrate with --no-owner.");
    }

    private static string Ending(string role) => " OWNER TO " + (role.Length == 0 ? "" : Identifier.Quote(role));

    private static CheckFinding Left(IGrouping<(string Kind, string Reason), NotMigrated> left)
    {
        var names = NameList.Of([.. left.Select(one => one.Name)]);
        return CheckFinding.Warn(
            names, $"{left.Key.Kind} {names} will be left out, and the exit code is 3: {left.Key.Reason}",
            $"Mend the cause, or say that it is meant: --skip '{left.Key.Kind}'.") with { IsToldByRun = true };
    }
}
