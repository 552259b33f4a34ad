using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A conversion between encodings.</summary>
internal sealed record ConversionObject(uint Oid, QualifiedName Name, bool IsDefault, string From, string To, QualifiedName Function)
    : CatalogObject(new ObjectAddress(SystemCatalog.Conversion, Oid), Name.Schema)
{
    public static ConversionObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Name(1), row.Flag(3), row.Text(4), row.Text(5), row.Name(6));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = context.Qualify(Name);
        yield return Define(
            context, ObjectKinds.Conversion, context.Mapped(Name).ToString(), $"CONVERSION {name}",
            $"CREATE {(IsDefault ? "DEFAULT " : "")}CONVERSION {name} FOR {Literal.Quote(From)} TO "
                + $"{Literal.Quote(To)} FROM {context.Qualify(Function)}");
    }
}
