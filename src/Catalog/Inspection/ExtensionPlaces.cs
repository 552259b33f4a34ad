using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>An extension that both databases have, in schemas of different names. <paramref name="Users"/> are the objects of the plan that
/// need it and call it by the source's schema.</summary>
public sealed record MisplacedExtension(string Name, string Expected, string Found, bool IsRelocatable, IReadOnlyList<string> Users);

/// <summary>Compares where extensions are: what needs one names its objects by their schema.</summary>
public static class ExtensionPlaces
{
    /// <summary>Returns the extensions of <paramref name="source"/> that the target has in another schema than <paramref name="plan"/>
    /// expects.</summary>
    public static IReadOnlyList<MisplacedExtension> Compare(DatabaseCatalog source, TargetInspection target, SchemaPlan plan)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(plan);
        return
        [
            .. from extension in source.Objects.OfType<ExtensionObject>()
               let found = target.Extensions?.GetValueOrDefault(extension.Name)
               let expected = source.Scope.MapSchema(extension.InSchema)
               let there = found?.Schema
               where found is not null && there is not null && there != expected
               select new MisplacedExtension(extension.Name, expected, there, found.IsRelocatable, UsersOf(extension, source, plan)),
        ];
    }

    private static List<string> UsersOf(ExtensionObject extension, DatabaseCatalog source, SchemaPlan plan)
    {
        var made = plan.Objects.Where(one => one.Kind == ObjectKinds.Extension && one.Name == extension.Name)
            .Select(one => one.Id).ToHashSet();
        var users = plan.Objects.Where(one =>
            one.Kind is not (ObjectKinds.ExtensionMembers or ObjectKinds.Extension) && one.Needs.Any(made.Contains));
        // Objects that an extension may put into any schema, such as its functions, go by no schema's name.
        return [.. users.Select(one => $"{one.Kind} {one.Name}")];
    }
}
