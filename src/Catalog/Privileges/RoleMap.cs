using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Calls the source's roles by the names that they have in the target: wherever the catalog names one, so that no writer
/// has to know.</summary>
internal static class RoleMap
{
    /// <summary>Returns the same catalog with the target's names of roles. A name that is no role of the source is bad usage.</summary>
    public static DatabaseCatalog Apply(DatabaseCatalog source, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
            return source;
        RefuseUnknown(source, map);
        string Renamed(string role) => map.GetValueOrDefault(role, role);
        return source with
        {
            Owners = source.Owners.ToDictionary(owned => owned.Key, owned => Renamed(owned.Value)),
            Privileges = source.Privileges
                .SelectMany(granted => granted.Select(privilege => (On: granted.Key, Privilege: privilege.WithRoles(Renamed))))
                .ToLookup(granted => granted.On, granted => granted.Privilege),
            BuiltIns = [.. source.BuiltIns.Select(changed => changed.WithRoles(Renamed))],
            LargeObjects = source.LargeObjects with
                { All = [.. source.LargeObjects.All.Select(found => found with { Owner = Renamed(found.Owner) })] },
            Objects = [.. source.Objects.Select(found => found.WithRoles(Renamed))],
        };
    }

    private static void RefuseUnknown(DatabaseCatalog source, IReadOnlyDictionary<string, string> map)
    {
        if (map.Keys.FirstOrDefault(role => !source.Roles.Contains(role)) is not { } unknown)
            return;
        var near = NearNames.Of(unknown, source.Roles);
        throw new RefusedException(
            Outcome.BadUsage,
            $"The source has no role \"{unknown}\", which is to be renamed.",
            near.Count > 0
                ? $"Did you mean {string.Join(" or ", near)}?"
                : "Name roles as pg_roles of the source has them, with their case.");
    }
}
