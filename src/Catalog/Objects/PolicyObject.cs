using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A row security policy. An empty name among <paramref name="Roles"/> is PUBLIC.</summary>
internal sealed record PolicyObject(
    uint Oid, uint Relation, string Name, char Command, bool IsPermissive, string[] Roles, string? Using, string? Check)
    : CatalogObject(new ObjectAddress(SystemCatalog.Policy, Oid), "")
{
    public static PolicyObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Oid(1), row.Text(2), row.Letter(3), row.Flag(4), row.Array<string>(5), row.TextOrNull(6), row.TextOrNull(7))
            { DroppedRoles = row.GetInt32(8) };

    /// <summary>So many roles that it names were dropped in the source.</summary>
    public required int DroppedRoles { get; init; }

    // In the order that the target's catalogs have them in: by name, PUBLIC last.
    public override CatalogObject WithRoles(Func<string, string> renamed) => this with
    {
        Roles = [.. Roles.Select(role => role.Length == 0 ? role : renamed(role)).Distinct().OrderBy(role => role.Length == 0)
            .ThenBy(role => role, StringComparer.Ordinal)],
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (context.TableOf(Relation) is not { } table)
            yield break;
        if (DroppedRoles > 0)
        {
            context.Told.Add(Address);
            context.Omit(
                ObjectKinds.Policy, $"{Name} on {context.Mapped(table.Name)}",
                $"It names {DroppedRoles} role(s) that were dropped in the "
                    + $"source{(Roles.Length == 0 ? " and no other." : "; it is made for the others.")}");
        }
        if (Roles.Length == 0)
            yield break;
        var name = $"POLICY {Identifier.Quote(Name)} ON {context.Qualify(table.Name)}";
        var kind = IsPermissive ? "" : " AS RESTRICTIVE";
        var command = Command switch { 'r' => "SELECT", 'a' => "INSERT", 'w' => "UPDATE", 'd' => "DELETE", _ => "ALL" };
        var roles = string.Join(", ", Roles.Select(role => role.Length == 0 ? "PUBLIC" : Identifier.Quote(role)));
        var rows = (Using is null ? "" : $" USING ({Using})") + (Check is null ? "" : $" WITH CHECK ({Check})");
        yield return Finish(context, table, ObjectKinds.Policy, Name, name, $"CREATE {name}{kind} FOR {command} TO {roles}{rows}") with
            { ExistsQuery = ExistsQuery(context.Qualify(table.Name)) };
    }

    private string ExistsQuery(string relation) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_policy
         WHERE polrelid = pg_catalog.to_regclass({Literal.Quote(relation)})
           AND polname = {Literal.Quote(Name)}
           AND polcmd = '{Command}'
           AND polpermissive = {(IsPermissive ? "true" : "false")}
           AND {TextCondition.Of("pg_catalog.pg_get_expr(polqual, polrelid)", Using)}
           AND {TextCondition.Of("pg_catalog.pg_get_expr(polwithcheck, polrelid)", Check)}
           AND ARRAY(SELECT coalesce(role.rolname::pg_catalog.text, '')
                       FROM pg_catalog.unnest(polroles) AS member (oid)
                       LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = member.oid
                      ORDER BY role.rolname) = ARRAY[{string.Join(", ", Roles.Select(Literal.Quote))}]::pg_catalog.text[])
        """;
}
