using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Writes a statement that fails, and by that tells, when a schema of the target does not have its privileges after GRANT and
/// REVOKE. PostgreSQL only warns, and changes nothing, where the role that grants has a privilege on the schema but may not pass it
/// on.</summary>
internal static class SchemaPrivilegeCheck
{
    /// <summary>Returns the statement for <paramref name="privileges"/> that were granted or revoked on a schema of the target.</summary>
    public static string Of(string schema, IReadOnlyList<Privilege> privileges) =>
        $"DO LANGUAGE plpgsql {Literal.Quote(Body(schema, privileges))}";

    private static string Body(string schema, IReadOnlyList<Privilege> privileges) => $"""
        DECLARE
            lacking pg_catalog.text := (
                SELECT pg_catalog.string_agg(wanted.statement, ' ')
                  FROM (VALUES {string.Join(", ", privileges.SelectMany(privilege => Rows(schema, privilege)))})
                       AS wanted (grantee, privilege, is_grantable, is_revoked, statement)
                 WHERE wanted.is_revoked = EXISTS (
                     SELECT FROM pg_catalog.pg_namespace AS n
                      CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) AS e
                      WHERE n.nspname = {Literal.Quote(schema)}
                        AND CASE WHEN e.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(e.grantee)::pg_catalog.text END = wanted.grantee
                        AND e.privilege_type = wanted.privilege AND (e.is_grantable OR NOT wanted.is_grantable)));
        BEGIN
            IF lacking IS NOT NULL THEN
                RAISE insufficient_privilege USING
                    MESSAGE = pg_catalog.format('The role %s may not grant or revoke privileges on the schema %s.', current_user,
                        {Literal.Quote(schema)}),
                    HINT = 'As the owner of the schema or a superuser: ' || lacking;
            END IF;
        END
        """;

    private static IEnumerable<string> Rows(string schema, Privilege privilege) => privilege.Names.Select(name =>
        $"({Literal.Quote(privilege.Grantee)}, {Literal.Quote(name)}, {privilege.IsGrantable}, {privilege.IsRevoked}, "
            + $"{Literal.Quote(Statement(schema, privilege with { Names = [name] }))})");

    private static string Statement(string schema, Privilege privilege) => privilege.Statement($"SCHEMA {Identifier.Quote(schema)}") + ";";
}
