using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Checks whether the source's role may read everything in scope, object by object.</summary>
internal static class SourcePrivileges
{
    public static IEnumerable<CheckFinding> Find(SourceSeen source, string role) =>
        [.. Relations([.. source.Unreadable.Where(one => !one.IsHidden)], "source", role), .. LargeObjects(source, role)];

    /// <summary>Finds tables whose rows the source's row security hides from the role.</summary>
    public static IEnumerable<CheckFinding> RowSecurity(SourceSeen source, string role) =>
        Relations([.. source.Unreadable.Where(one => one.IsHidden)], "source", role);

    /// <summary>Finds the relations that the role of the <paramref name="side"/> cannot read in full.</summary>
    public static IEnumerable<CheckFinding> Relations(IReadOnlyCollection<Unreadable> unreadable, string side, string role)
    {
        if (unreadable.Count == 0)
            yield break;
        var what = unreadable.Any(one => one.Kind == ObjectKinds.Table)
            ? unreadable.Any(one => one.Kind == ObjectKinds.Sequence) ? "table and sequence" : "table"
            : "sequence";
        yield return CheckFinding.Fail(
            [.. unreadable.Select(one => one.Name)],
            $"The {side}'s role {role} cannot read every {what} in full: "
                + $"{NameList.Of([.. unreadable.Select(one => $"{one.Name} ({one.Why})")], "; ")}.",
            string.Join(" ", unreadable.Take(NameList.MostNamed).Select(one => one.Remedy).Distinct()));
    }

    private static IEnumerable<CheckFinding> LargeObjects(SourceSeen source, string role)
    {
        var (count, first) = source.LargeObjects;
        if (count == 0)
            yield break;
        var names = string.Join(", ", first.Select(oid => oid.ToString(CultureInfo.InvariantCulture)));
        yield return CheckFinding.Fail(
            "large objects",
            $"The source's role {role} may not read {count} large object{(count > 1 ? "s" : "")}: "
                + $"{names}{(count > first.Count ? ", …" : "")}.",
            $"GRANT SELECT ON LARGE OBJECT {names} TO {Identifier.Quote(role)}; or migrate as a superuser.");
    }
}
