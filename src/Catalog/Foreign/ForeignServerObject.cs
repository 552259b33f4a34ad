using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Foreign;

/// <summary>A foreign server.</summary>
internal sealed record ForeignServerObject(uint Oid, string Name, string? Type, string? Version, string Wrapper, string[] Options)
    : CatalogObject(new ObjectAddress(SystemCatalog.ForeignServer, Oid), "")
{
    public static ForeignServerObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.Text(4), row.Array<string>(5));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"SERVER {Identifier.Quote(Name)}";
        var type = Type is null ? "" : $" TYPE {Literal.Quote(Type)}";
        var version = Version is null ? "" : $" VERSION {Literal.Quote(Version)}";
        var (statements, secret) = ForeignOptions.Create(
            $"CREATE {name}{type}{version} FOREIGN DATA WRAPPER {Identifier.Quote(Wrapper)}", Options, "pg_foreign_server",
            "srvoptions", Oid);
        yield return Define(context, ObjectKinds.ForeignServer, Name, name, statements) with { Secret = secret };
    }
}
