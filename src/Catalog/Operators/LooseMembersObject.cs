using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Operators;

/// <summary>The members that users added to an operator family that is not theirs: the server's, or an extension's.</summary>
internal sealed record LooseMembersObject(QualifiedName Family, string Method, ObjectAddress[] Addresses, string[] Members)
    : CatalogObject(Addresses[0], "")
{
    public static LooseMembersObject Read(NpgsqlDataReader row) => new(
        row.Name(0), row.Text(2),
        [.. row.Array<uint>(3).Zip(row.Array<uint>(4), (catalog, oid) => new ObjectAddress(catalog, oid))], row.Array<string>(5));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        yield return new Draft
        {
            Address = Address,
            // As pg_depend has them: each member needs its operator or function, and its types.
            Parts = Addresses[1..],
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.OperatorFamilyMembers,
            Name = $"{Family} using {Method}",
            Statements =
                [$"ALTER OPERATOR FAMILY {context.Qualify(Family)} USING {Identifier.Quote(Method)} ADD {string.Join(", ", Members)}"],
            OnlyIfNeeded = IsOnlyIfNeeded(context),
            FollowsNeeds = true,
        };
    }
}
