using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Functions;

/// <summary>A transform between a type and a procedural language.</summary>
internal sealed record TransformObject(uint Oid, string TypeName, string Language, string? FromSql, string? ToSql)
    : CatalogObject(new ObjectAddress(SystemCatalog.Transform, Oid), "")
{
    public static TransformObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Text(2), row.TextOrNull(3), row.TextOrNull(4));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"TRANSFORM FOR {TypeName} LANGUAGE {Identifier.Quote(Language)}";
        string[] functions =
        [
            .. FromSql is null ? Array.Empty<string>() : [$"FROM SQL WITH FUNCTION {FromSql}"],
            .. ToSql is null ? Array.Empty<string>() : [$"TO SQL WITH FUNCTION {ToSql}"],
        ];
        yield return Define(
            context, ObjectKinds.Transform, $"{TypeName} for {Language}", name, $"CREATE {name} ({string.Join(", ", functions)})")
            with { FollowsNeeds = true };
    }
}
