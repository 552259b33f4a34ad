namespace ActorMigrate.Catalog.Objects;

/// <summary>Says which roles may create objects in the schemas of a migration, by the owners and
/// privileges that these get from the source.</summary>
public static class SchemaCreators
{
    /// <summary>Returns each schema by its name in the target with such a role, an empty one for PUBLIC: its owner and, where
    /// <paramref name="withPrivileges"/>, those that are granted CREATE.</summary>
    public static IReadOnlyList<(string Schema, string Role)> Of(DatabaseCatalog source, bool withPrivileges = true)
    {
        ArgumentNullException.ThrowIfNull(source);
        return
        [
            .. from schema in source.Schemas
               let owner = source.Owners.TryGetValue(schema.Address, out var found) ? new[] { found } : []
               from role in owner.Concat(withPrivileges ? Granted(source, schema.Address) : []).Distinct()
               select (source.Scope.MapSchema(schema.Name), role),
        ];
    }

    private static IEnumerable<string> Granted(DatabaseCatalog source, ObjectAddress schema) =>
        source.Privileges[schema].Where(privilege => !privilege.IsRevoked && privilege.Names.Contains("CREATE"))
            .Select(privilege => privilege.Grantee);
}
