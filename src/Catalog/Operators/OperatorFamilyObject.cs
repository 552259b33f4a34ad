using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Operators;

/// <summary>An operator family with its loose members.</summary>
internal sealed record OperatorFamilyObject(uint Oid, QualifiedName Name, string Method, string[] Operators, string[] Functions)
    : CatalogObject(new ObjectAddress(SystemCatalog.OperatorFamily, Oid), Name.Schema)
{
    public static OperatorFamilyObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Name(1), row.Text(3), row.Array<string>(4), row.Array<string>(5));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"{context.Qualify(Name)} USING {Identifier.Quote(Method)}";
        yield return Define(
            context, "operator family", $"{context.Mapped(Name)} using {Method}", $"OPERATOR FAMILY {name}",
            $"CREATE OPERATOR FAMILY {name}");
        string[] members = [.. Operators, .. Functions];
        if (members.Length == 0)
            yield break;
        // The members' own dependencies are not the family's, which must be there before the operator classes.
        yield return new Draft
        {
            Needs = [Address, .. context.MembersOfFamily(Address)],
            Stage = SchemaStage.Schema,
            Kind = "operator family members",
            Name = $"{context.Mapped(Name)} using {Method}",
            Statements = [$"ALTER OPERATOR FAMILY {name} ADD {string.Join(", ", members)}"],
        };
    }
}
