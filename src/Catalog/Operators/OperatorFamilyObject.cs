using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Operators;

/// <summary>An operator family with its loose members.</summary>
internal sealed record OperatorFamilyObject(uint Oid, QualifiedName Name, string Method, string[] Members)
    : CatalogObject(new ObjectAddress(SystemCatalog.OperatorFamily, Oid), Name.Schema)
{
    /// <summary>Reads a row of operator_families.sql: a family, or an operator class.</summary>
    public static CatalogObject Read(NpgsqlDataReader row) => row.Oid(0) == SystemCatalog.OperatorClass
        ? OperatorClassObject.Read(row)
        : new OperatorFamilyObject(row.Oid(1), row.Name(2), row.Text(4), row.Array<string>(5));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = $"{context.Qualify(Name)} USING {Identifier.Quote(Method)}";
        yield return Define(
            context, ObjectKinds.OperatorFamily, $"{context.Mapped(Name)} using {Method}", $"OPERATOR FAMILY {name}",
            $"CREATE OPERATOR FAMILY {name}");
        if (Members.Length == 0)
            yield break;
        // The members' own dependencies are not the family's, which must be there before the operator classes.
        yield return new Draft
        {
            Needs = [Address, .. context.MembersOfFamily(Address)],
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.OperatorFamilyMembers,
            Name = $"{context.Mapped(Name)} using {Method}",
            Statements = [$"ALTER OPERATOR FAMILY {name} ADD {string.Join(", ", Members)}"],
        };
    }
}
