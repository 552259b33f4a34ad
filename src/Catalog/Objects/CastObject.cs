using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A cast. <paramref name="Method"/> is f (function), b (binary coercible) or i (by the types' text forms);
/// <paramref name="Context"/> e (explicit), a (assignment) or i (implicit).</summary>
internal sealed record CastObject(uint Oid, string Source, string Target, char Method, char Context, string? Function)
    : CatalogObject(new ObjectAddress(SystemCatalog.Cast, Oid), "")
{
    public static CastObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Text(2), row.Letter(3), row.Letter(4), row.TextOrNull(5));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var types = $"({Source} AS {Target})";
        var how = Method switch { 'f' => $"WITH FUNCTION {Function}", 'i' => "WITH INOUT", _ => "WITHOUT FUNCTION" };
        var when = Context switch { 'a' => " AS ASSIGNMENT", 'i' => " AS IMPLICIT", _ => "" };
        yield return Define(context, ObjectKinds.Cast, types, $"CAST {types}", $"CREATE CAST {types} {how}{when}") with
        {
            FollowsNeeds = true,
            ExistsQuery = $"""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_cast
                 WHERE castsource = pg_catalog.to_regtype({Literal.Quote(Source)})
                   AND casttarget = pg_catalog.to_regtype({Literal.Quote(Target)})
                   AND castmethod = '{Method}' AND castcontext = '{Context}'
                   AND castfunc = {(Function is null ? "0" : $"pg_catalog.to_regprocedure({Literal.Quote(Function)})")})
                """,
        };
    }
}
