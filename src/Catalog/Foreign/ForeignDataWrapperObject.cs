using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Foreign;

/// <summary>A foreign-data wrapper.</summary>
internal sealed record ForeignDataWrapperObject(uint Oid, string Name, QualifiedName? Handler, QualifiedName? Validator, string[] Options)
    : CatalogObject(new ObjectAddress(SystemCatalog.ForeignDataWrapper, Oid), "")
{
    public static ForeignDataWrapperObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.NameOrNull(2), row.NameOrNull(4), row.Array<string>(6));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"FOREIGN DATA WRAPPER {Identifier.Quote(Name)}";
        var handler = Handler is { } handlerName ? $" HANDLER {context.Qualify(handlerName)}" : "";
        var validator = Validator is { } validatorName ? $" VALIDATOR {context.Qualify(validatorName)}" : "";
        var (statements, secret) =
            ForeignOptions.Create($"CREATE {name}{handler}{validator}", Options, "pg_foreign_data_wrapper", "fdwoptions", Oid);
        yield return Define(context, ObjectKinds.ForeignDataWrapper, Name, name, statements) with { Secret = secret };
    }
}
