using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>An object of the server or of an extension that the target has, too. <paramref name="MayGrant"/>: the role that migrates has
/// the rights of the object's owner. <paramref name="Columns"/> are the columns of a table.</summary>
public sealed record FoundBuiltIn(bool MayGrant, IReadOnlyList<string> Columns)
{
    /// <summary>Returns the objects of the target whose privileges were changed in the source, by their addresses in the source.</summary>
    internal static async Task<IReadOnlyDictionary<ObjectAddress, FoundBuiltIn>> FindAsync(
        CatalogSession session, IReadOnlyList<BuiltInObject> changed, MigrationScope scope, CancellationToken ct)
    {
        if (changed.Count == 0)
            return new Dictionary<ObjectAddress, FoundBuiltIn>();
        var names = changed.Select(one => one.InTarget(scope)).ToList();
        var found = await session.ReadAsync(
            "target_builtins.sql",
            row => (At: row.GetInt32(0) - 1, Found: new FoundBuiltIn(row.Flag(1), row.Array<string>(2))),
            ct,
            changed.Select(one => one.Keyword).ToArray(),
            names.Select(name => name.Schema ?? "").ToArray(),
            names.Select(name => name.Name).ToArray(),
            changed.Select(one => one.Arguments ?? "").ToArray());
        return found.ToDictionary(one => changed[one.At].Address, one => one.Found);
    }
}
