using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rules for what is lost when existing tables are dropped: the migration has to make it again. Pure.</summary>
internal static class DroppedAlongRules
{
    /// <summary>Returns the rules that do not hold.</summary>
    public static IEnumerable<CheckFinding> Of(TargetSeen target)
    {
        var made = target.Plan.Objects.ToLookup(TargetObjects.NameOf);
        var along = target.Inspection.DroppedAlong;
        var lost = Named(along.Where(one => !one.Stays && (one.IsOutside || !made.Contains(TargetObjects.KeyOf(one.Kind, one.Name)))));
        if (lost.Count > 0)
        {
            yield return CheckFinding.Fail(
                lost,
                $"Tables are to be dropped in the target, and the migration does not make again what depends on them: {NameList.Of(lost)}.",
                "Drop these objects first, and make them again afterwards; or keep the tables: --truncate-existing-tables.");
        }
        var denied = Named(along.Where(one => !one.MayDrop));
        if (denied.Count > 0)
        {
            yield return CheckFinding.Fail(
                denied,
                $"The role {target.Inspection.CurrentUser} may not drop what has to be dropped with tables: {NameList.Of(denied)}.",
                "Have the owners of these objects drop them, or connect as a role that is a member of these owners.");
        }
        var without = Named(along.Where(
            one => one.Stays && !made[TargetObjects.KeyOf(one.Kind, one.Name)].Any(again => TargetObjects.Has(target.Forms, again))));
        if (without.Count > 0)
        {
            yield return CheckFinding.Fail(
                without,
                $"Publications or subscriptions of the target would lose tables that are to be dropped: {NameList.Of(without)}.",
                "Drop them, or take the tables out of them (ALTER PUBLICATION … DROP TABLE …), and add the tables again afterwards; "
                    + "or keep the tables: --truncate-existing-tables.");
        }
    }

    private static List<string> Named(IEnumerable<DroppedObject> objects) =>
        [.. objects.GroupBy(one => one.Table).Select(table =>
            $"{table.Key} (by {string.Join(", ", table.Select(one => $"{one.Kind} {one.Name}").Distinct())})")];
}
