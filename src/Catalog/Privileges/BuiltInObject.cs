using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>An object that comes with the server or with an extension, and how its privileges differ from the initial ones.
/// <paramref name="Keyword"/> is that of GRANT; <paramref name="Schema"/> is null for kinds without a schema; <paramref name="Arguments"/>
/// are the types of a function's arguments; <paramref name="Extension"/> is 0 for an object of the server.</summary>
internal sealed record BuiltInObject(
    ObjectAddress Address, string Keyword, string? Schema, string Name, string? Arguments, uint Extension,
    IReadOnlyList<Privilege> Privileges)
{
    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills, a row for each privilege.</summary>
    public static List<BuiltInObject> Add(CatalogBatch batch) => batch.Read("builtin_privileges.sql", Read);

    /// <summary>Returns the rows of the query by object, in their order.</summary>
    public static IReadOnlyList<BuiltInObject> Gather(IEnumerable<BuiltInObject> rows) =>
        [.. rows.GroupBy(row => row.Address)
            .Select(rows => rows.First() with { Privileges = [.. rows.SelectMany(row => row.Privileges)] })];

    /// <summary>Returns the same for roles of other names.</summary>
    public BuiltInObject WithRoles(Func<string, string> renamed) =>
        this with { Privileges = [.. Privileges.Select(privilege => privilege.WithRoles(renamed))] };

    /// <summary>Its schema in the target, or its own name there if it is one.</summary>
    public (string? Schema, string Name) InTarget(MigrationScope scope) =>
        (Schema is null ? null : scope.MapSchema(Schema), Keyword == "SCHEMA" ? scope.MapSchema(Name) : Name);

    private static BuiltInObject Read(NpgsqlDataReader row)
    {
        var (on, privilege) = Privilege.Read(row);
        return new BuiltInObject(on, row.Text(9), row.TextOrNull(10), row.Text(11), row.TextOrNull(12), row.Oid(13), [privilege]);
    }
}
