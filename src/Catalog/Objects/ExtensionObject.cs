using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog;

/// <summary>An extension.</summary>
internal sealed record ExtensionObject(uint Oid, string Name, string InSchema)
    : CatalogObject(new ObjectAddress(SystemCatalog.Extension, Oid), "")
{
    public static ExtensionObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Text(1), row.Text(2));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        yield return Define(
            context, "extension", Name, $"EXTENSION {name}",
            $"CREATE EXTENSION {name} WITH SCHEMA {context.Schema(InSchema)}") with
        {
            IsInTarget = context.Options.Target?.Extensions.Contains(Name) ?? false,
            Parts = [.. context.MembersOf(Address)],
            ExistsQuery = $"SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {Literal.Quote(Name)})",
        };
    }
}
