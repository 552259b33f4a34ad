using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>An access method of tables (t) or indexes (i).</summary>
internal sealed record AccessMethodObject(uint Oid, string Name, char Type, QualifiedName Handler)
    : CatalogObject(new ObjectAddress(SystemCatalog.AccessMethod, Oid), "")
{
    public static AccessMethodObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Text(1), row.Letter(2), row.Name(3));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        yield return Define(
            context, ObjectKinds.AccessMethod, Name, $"ACCESS METHOD {name}",
            $"CREATE ACCESS METHOD {name} TYPE {(Type == 't' ? "TABLE" : "INDEX")} HANDLER {context.Qualify(Handler)}");
    }
}
