using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Extensions: whether the target's server has them, in which schema, and whether the role may create them.</summary>
internal static class Extensions
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target) =>
        [.. TargetRules.Extensions(target.Inspection, target.Plan), .. Misplaced(target), .. ForSuperusers(target)];

    private static IEnumerable<CheckFinding> Misplaced(TargetSeen target)
    {
        foreach (var extension in ExtensionPlaces.Compare(target.Catalog, target.Inspection, target.Plan))
        {
            var cause =
                $"The extension {extension.Name} is in the schema {extension.Found} of the target, and in the "
                    + $"schema {extension.Expected} of the source";
            var remedy = extension.IsRelocatable
                ? $"Run in the target: ALTER EXTENSION {Identifier.Quote(extension.Name)} SET SCHEMA "
                    + $"{Identifier.Quote(extension.Expected)}; or leave it out with all that needs it: --skip extension."
                : "It cannot be moved. Where nothing in the target needs it, run there: DROP EXTENSION "
                    + $"{Identifier.Quote(extension.Name)}; or leave it out with all that needs it: --skip extension.";
            yield return extension.Users.Count > 0
                ? CheckFinding.Fail(
                    $"extension {extension.Name}",
                    $"{cause}. These objects call it by the source's schema: {NameList.Of(extension.Users)}.", remedy)
                : CheckFinding.Warn(
                    $"extension {extension.Name}", $"{cause}. Bodies of functions that name the source's schema do not find it there.",
                    remedy);
        }
    }

    private static IEnumerable<CheckFinding> ForSuperusers(TargetSeen target)
    {
        if (target.Inspection.IsSuperuser)
            yield break;
        var made = target.Plan.Objects.Where(one => one.Kind == ObjectKinds.Extension).Select(one => one.Name).ToHashSet();
        var untrusted = target.Inspection.Extensions?.Where(
            offered => made.Contains(offered.Key) && offered.Value is { Installed: null, NeedsSuperuser: true })
            .Select(offered => offered.Key).Order(StringComparer.Ordinal).ToList() ?? [];
        if (untrusted.Count > 0)
        {
            yield return CheckFinding.Warn(
                untrusted,
                $"Only a superuser may create the extensions {NameList.Of(untrusted)}, unless the target's server allows them to others; "
                    + "where it refuses, they and what needs them fail.",
                "Have them created in the target beforehand: CREATE EXTENSION … SCHEMA …, or leave them out with all that "
                    + "needs them: --skip extension.");
        }
    }
}
