using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>Writes a step that makes nothing: it fails, and by that tells, when the target's extension lacks what belongs to the source's.
/// Nobody can see beforehand what the extension's script makes, and pg_dump passes over all that belongs to an extension.</summary>
internal static class MemberCheck
{
    public static IEnumerable<Draft> Write(ExtensionObject extension, DdlContext context)
    {
        var members = context.Catalog.ExtensionMembers[extension.Oid].ToList();
        if (members.Count == 0)
            yield break;
        yield return new Draft
        {
            Needs = [extension.Address],
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.ExtensionMembers,
            Name = extension.Name,
            Statements = [$"DO LANGUAGE plpgsql {Literal.Quote(Body(extension, members, context))}"],
        };
    }

    private static string Body(ExtensionObject extension, List<ExtensionMember> members, DdlContext context)
    {
        var rows = context.Options.Content == Migration.Options.MigrationContent.Everything ? members.Where(member => member.Rows > 0) : [];
        // Under another schema's name its members are called otherwise.
        var identities = context.Scope.RenamedSchemas().Count == 0 ? members : [];
        return $"""
            DECLARE
                lacking pg_catalog.text[] := '{"{}"}';
                members pg_catalog.int8;
            BEGIN
            {string.Concat(rows.Select(member => Rows(member, context)))}
                IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {Literal.Quote(extension.Name)}
                              AND extversion = {Literal.Quote(extension.Version)}
                              AND extnamespace = pg_catalog.to_regnamespace({Literal.Quote(context.Schema(extension.InSchema))})) THEN
                    lacking := lacking || ARRAY(
                        SELECT member.kind || ' ' || member.identity
                          FROM (SELECT pg_catalog.unnest({Array(identities.Select(member => member.Kind))}),
                                       pg_catalog.unnest({Array(identities.Select(member => member.Identity))})) AS member (kind, identity)
                        EXCEPT ALL
                        {Present(extension.Name)});
                END IF;
                members := pg_catalog.array_length(lacking, 1);
                IF members > 0 THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'What was added to the extension in the source is not carried over: '
                            || pg_catalog.array_to_string(lacking[1:20], ', ') || CASE WHEN members > 20 THEN ', …' ELSE '' END || '.',
                        HINT = 'Take it out of the extension in the source (ALTER EXTENSION … DROP …) and migrate again, '
                            || 'or add it in the target by hand.';
                END IF;
            END
            """;
    }

    // A table that the extension fills by itself holds as many rows in the target.
    private static string Rows(ExtensionMember member, DdlContext context)
    {
        var table = context.Qualify(member.Table!.Value);
        return $"""
                members := 0;
                IF pg_catalog.to_regclass({Literal.Quote(table)}) IS NOT NULL THEN
                    EXECUTE {Literal.Quote("SELECT " + ExtensionMember.Count(table))} INTO members;
                END IF;
                IF members < {member.Rows} THEN
                    lacking := lacking || {Literal.Quote($"{member.Rows} rows of table {member.Identity}")}::pg_catalog.text;
                END IF;

            """;
    }

    private static string Array(IEnumerable<string> texts) => $"ARRAY[{string.Join(", ", texts.Select(Literal.Quote))}]::pg_catalog.text[]";

    private static string Present(string extension) =>
        "SELECT present.type || ' ' || present.identity FROM "
        + $"(\n{SqlText.Load<DdlContext>("extension_members.sql").Trim().TrimEnd(';')}) AS present "
        + $"JOIN pg_catalog.pg_extension AS e ON e.oid = present.extension WHERE e.extname = {Literal.Quote(extension)}";
}
