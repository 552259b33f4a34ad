using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Operators;

/// <summary>An operator class.</summary>
internal sealed record OperatorClassObject(
    uint Oid, QualifiedName Name, string Method, bool IsDefault, string TypeName, string? StorageType)
    : CatalogObject(new ObjectAddress(SystemCatalog.OperatorClass, Oid), Name.Schema)
{
    public required QualifiedName Family { get; init; }

    public required string[] Members { get; init; }

    /// <summary>Reads a row of operator_families.sql.</summary>
    public static OperatorClassObject Read(NpgsqlDataReader row) =>
        new(row.Oid(1), row.Name(2), row.Text(4), row.Flag(6), row.Text(7), row.TextOrNull(8))
        {
            Members = row.Array<string>(5),
            Family = row.Name(9),
        };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = context.Qualify(Name);
        var method = Identifier.Quote(Method);
        // A class has to have an item: without any other, PostgreSQL stores the type itself.
        string[] items = StorageType is null && Members.Length > 0 ? Members : [$"STORAGE {StorageType ?? TypeName}", .. Members];
        yield return Define(
            context, ObjectKinds.OperatorClass, $"{context.Mapped(Name)} using {Method}", $"OPERATOR CLASS {name} USING {method}",
            $"CREATE OPERATOR CLASS {name}{(IsDefault ? " DEFAULT" : "")} FOR TYPE {TypeName} USING {method} FAMILY "
                + $"{context.Qualify(Family)} AS {string.Join(", ", items)}") with
        {
            Parts = [.. context.OperatorsOf(Address)],
        };
    }
}
