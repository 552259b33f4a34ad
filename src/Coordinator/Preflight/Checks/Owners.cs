using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Objects that cannot get the owner that they have in the source: the target has no such role, the role that migrates may not
/// give it to that role, or that role lacks a right that PostgreSQL asks of new owners.</summary>
internal static class Owners
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target) =>
        target.Plan.NotMigrated.Where(left => !left.Asked && left.Kind == ObjectKinds.Owner).GroupBy(left => (left.Kind, left.Reason))
            .Select(Definitions.Left)
            .Concat(target.Inspection.IsSuperuser ? [] : Refused(target));

    private static IEnumerable<CheckFinding> Refused(TargetSeen target)
    {
        var planned = PlannedOwner.Of(target.Plan);
        var ofOthers = target.Schemas.Where(schema => !schema.IsOwner).ToDictionary(schema => schema.Schema);
        var kept = planned.Where(
            given => given.Schema is { } name && ofOthers.TryGetValue(name, out var schema) && schema.Owner != given.Owner).ToList();
        var ungiven = planned.Where(given => (given.Schema is null || !ofOthers.ContainsKey(given.Schema))
            && !target.Inspection.MayGiveTo.Contains(given.Owner)).ToList();
        var given = planned.Where(
            given => target.Inspection.MayGiveTo.Contains(given.Owner) && target.OwnersWithout.Contains((given.Place, given.Owner)));
        return
        [
            .. kept.Select(one => Kept(target, one, ofOthers[one.Schema!].Owner)),
            .. ungiven.GroupBy(one => one.Owner).Select(owner => Ungiven(target, owner)),
            .. given.GroupBy(one => (one.Place, one.Owner)).Select(place => Without(target, place)),
        ];
    }

    private static CheckFinding Kept(TargetSeen target, PlannedOwner schema, string owner) => CheckFinding.Warn(
        schema.Object,
        $"The schema {schema.Schema} exists in the target and belongs to {owner} there, and the role {target.Inspection.CurrentUser} may "
            + $"not give it to {schema.Owner}. It stays as it is, and the exit code is 3.",
        $"To give it to {schema.Owner}, run there as a superuser: ALTER SCHEMA {Identifier.Quote(schema.Schema!)} OWNER TO "
            + $"{Identifier.Quote(schema.Owner)}; or migrate with --no-owner.");

    private static CheckFinding Ungiven(TargetSeen target, IGrouping<string, PlannedOwner> owned)
    {
        var (role, owner, names) = (target.Inspection.CurrentUser, owned.Key, owned.Select(one => one.Object).ToList());
        return CheckFinding.Warn(
            names,
            $"The role {role} may not give objects to {owner} in the target: {NameList.Of(names)}. They belong to {role} then, and the "
                + "exit code is 3.",
            $"As a superuser, or with ADMIN OPTION on the role: GRANT {Identifier.Quote(owner)} TO "
                + $"{Identifier.Quote(role)}{(target.Inspection.HasRightsOf.Contains(owner) ? " WITH SET TRUE" : "")}; or migrate with "
                + "--no-owner.");
    }

    private static CheckFinding Without(TargetSeen target, IGrouping<(OwnerPlace Place, string Owner), PlannedOwner> owned)
    {
        var ((place, owner), names) = (owned.Key, owned.Select(one => one.Object).ToList());
        var (right, on) = place.Kind switch
        {
            ObjectKinds.Schema => ("CREATE", $"SCHEMA {Identifier.Quote(place.Name)}"),
            "database" => ("CREATE", $"DATABASE {Identifier.Quote(target.Inspection.Database ?? "")}"),
            _ => ("USAGE", $"FOREIGN DATA WRAPPER {Identifier.Quote(place.Name)}"),
        };
        var there = place.Kind == ObjectKinds.Schema
            ? "in the source, where it is carried over from, or, where the schema exists, in the target"
            : "there";
        return CheckFinding.Warn(
            names,
            $"The role {owner} lacks {right} on {on} of the target, which PostgreSQL asks of new owners: {NameList.Of(names)}. They "
                + $"belong to {target.Inspection.CurrentUser} then, and the exit code is 3.",
            $"GRANT {right} ON {on} TO {Identifier.Quote(owner)}; {there}; or migrate with --no-owner.");
    }
}
