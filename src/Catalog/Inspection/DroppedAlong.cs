using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>An object of the target that is lost, or loses a table, when existing tables are dropped there. <paramref name="Kind"/> and
/// <paramref name="Name"/> are those of a plan where a plan can make such an object, and otherwise PostgreSQL's.</summary>
public sealed record DroppedObject(string Kind, string Name, QualifiedName Table)
{
    /// <summary>Its address in the target.</summary>
    public ObjectAddress Address { get; init; }

    /// <summary>The object belongs to a table that is not dropped, or is such a table.</summary>
    public bool IsOutside { get; init; }

    /// <summary>The name of a type or an operator family in a statement, since CASCADE drops only a part of it; otherwise null.</summary>
    public string? Statement { get; init; }

    /// <summary>The role may drop the object, where a statement of its own drops it.</summary>
    public bool MayDrop { get; init; } = true;

    /// <summary>The object is a publication or subscription, which stays without the table.</summary>
    public bool Stays => Kind is ObjectKinds.Publication or ObjectKinds.Subscription;
}

/// <summary>Finds the objects of the target that dropping tables affects there.</summary>
public static class DroppedAlong
{
    /// <summary>The query of objects that depend on the tables in its only parameter.</summary>
    internal const string Query = "target_dropped_along.sql";

    /// <summary>Returns the objects that depend on <paramref name="inspection"/>'s tables, and publications and subscriptions that name
    /// them. Only reads, in a transaction of its own.</summary>
    public static async Task<IReadOnlyList<DroppedObject>> FindAsync(
        NpgsqlConnection target, DatabaseCatalog source, TargetInspection inspection, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(inspection);
        var dropped = inspection.Dropped.ToDictionary(table => table.Oid, table => table.Target);
        if (dropped.Count == 0)
            return [];
        await using var transaction = await target.BeginTransactionAsync(ct);
        var batch = new CatalogBatch(CatalogSession.Begin(target, SearchPath.OfTarget(source.Scope)));
        var along = batch.Read(
            Query,
            row => new DroppedObject(row.Text(4), row.Text(5), dropped[row.Oid(0)])
            {
                Address = new ObjectAddress(row.Oid(1), row.Oid(2)),
                IsOutside = row.Flag(3),
                Statement = row.Text(4) is "type" or ObjectKinds.OperatorFamily ? row.Text(5) : null,
                MayDrop = row.Flag(6),
            },
            dropped.Keys.ToArray());
        var published = batch.Read(
            "target_published_tables.sql", row => new DroppedObject(row.Text(0), row.Text(1), row.Name(2)) { MayDrop = row.Flag(4) },
            dropped.Keys.ToArray());
        var named = batch.Read("target_other_names.sql", NamedObject.Read, NamedObject.SchemasOf(source));
        await batch.RunAsync(ct);
        var names = along.Count == 0 ? [] : named.ToDictionary(one => one.Address);
        return
        [
            .. along.Select(one => !one.IsOutside && names.TryGetValue(one.Address, out var name)
                ? one with { Kind = name.Kind, Name = name.Name }
                : one),
            .. published,
        ];
    }
}

/// <summary>An object of the target by its kind and name, as a plan calls them.</summary>
internal sealed record NamedObject(ObjectAddress Address, string Kind, string Name)
{
    /// <summary>Reads a row of target_other_names.sql.</summary>
    public static NamedObject Read(NpgsqlDataReader row) => new(new ObjectAddress(row.Oid(0), row.Oid(1)), row.Text(2), row.Text(3));

    /// <summary>Returns the parameter of target_other_names.sql.</summary>
    public static string[] SchemasOf(DatabaseCatalog source) =>
        [.. source.Schemas.Select(schema => source.Scope.MapSchema(schema.Name))];
}
