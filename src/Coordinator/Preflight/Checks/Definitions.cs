using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Finds objects that the plan cannot carry over as they are in the source.</summary>
internal static class Definitions
{
    public static IEnumerable<CheckFinding> Find(SchemaPlan plan) =>
    [
        .. TargetRules.Version(plan),
        .. plan.NotMigrated.Where(left => !left.Asked && left.Kind != ObjectKinds.Owner)
            .GroupBy(left => (left.Kind, left.Reason)).Select(Left),
        .. plan.Findings.Select(finding => CheckFinding.Warn(finding.Object, $"{finding.Object}: {finding.Message}", finding.Remedy
            ?? "Check it after the migration.") with { IsToldByRun = true }),
    ];

    /// <summary>Finds security labels whose provider the target's server has not loaded.</summary>
    public static IEnumerable<CheckFinding> Labels(TargetSeen target) =>
        from provider in target.UnloadedProviders
        let names = target.Plan.Objects
            .Where(made => made.Kind == ObjectKinds.SecurityLabel && made.Name.StartsWith(provider + " on ", StringComparison.Ordinal))
            .Select(made => made.Name[(provider.Length + 4)..]).ToList()
        select CheckFinding.Warn(
            names,
            $"The target's server has not loaded the provider {provider} of security labels; those of {NameList.Of(names)} fail.",
            "Load its library there (shared_preload_libraries, and restart), or leave the labels out: --skip 'security label'.");

    /// <summary>Finds objects that name a column or function of the server which the target's version does not have.</summary>
    public static IEnumerable<CheckFinding> ServerUses(TargetSeen target, ServersSeen servers) =>
        from use in target.MissingInServer
        group use by (use.Used, use.Column) into uses
        let names = uses.Select(use => use.Object).ToList()
        let lacking = uses.Key.Column is { } column ? $"column {column} of {uses.Key.Used}" : $"function {uses.Key.Used.Name}"
        select CheckFinding.Warn(
            names,
            $"PostgreSQL {servers.Target.MajorVersion} has no {lacking}, which {NameList.Of(names)} "
                + $"{(names.Count == 1 ? "uses" : "use")}: making {(names.Count == 1 ? "it" : "them")} fails, and the exit code is 3.",
            "Rewrite them in the source for both versions (manual, appendix E), or leave them out and make them in the target by hand.")
        with { IsToldByRun = true };

    /// <summary>Returns the warning for objects of one kind that are left out for one reason.</summary>
    internal static CheckFinding Left(IGrouping<(string Kind, string Reason), NotMigrated> left)
    {
        var names = left.Select(one => one.Name).ToList();
        var remedy = LeftOutRemedies.Of(left.Key.Reason) ?? "Fix the cause";
        return CheckFinding.Warn(
            names, $"{left.Key.Kind} {NameList.Of(names)} will be left out, and the exit code is 3: {left.Key.Reason}",
            ObjectKinds.Find(left.Key.Kind) is { } kind
                ? $"{remedy}; or leave it out on purpose: --skip '{kind}'."
                : $"{remedy}, or check the target after the migration.") with { IsToldByRun = true };
    }
}
