using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Functions;

/// <summary>A procedural language.</summary>
internal sealed record LanguageObject(
    uint Oid, string Name, bool IsTrusted, QualifiedName? Handler, QualifiedName? Inline, QualifiedName? Validator)
    : CatalogObject(new ObjectAddress(SystemCatalog.Language, Oid), "")
{
    public static LanguageObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Flag(2), row.NameOrNull(3), row.NameOrNull(5), row.NameOrNull(7));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        var functions = Call("HANDLER", Handler, context) + Call("INLINE", Inline, context) + Call("VALIDATOR", Validator, context);
        yield return Define(
            context, ObjectKinds.Language, Name, $"LANGUAGE {name}", $"CREATE {(IsTrusted ? "TRUSTED " : "")}LANGUAGE {name}{functions}");
    }

    private static string Call(string keyword, QualifiedName? function, DdlContext context) =>
        function is { } name ? $" {keyword} {context.Qualify(name)}" : "";
}
