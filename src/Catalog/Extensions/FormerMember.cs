using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>An object that belongs to no extension and may have been taken out of one. CREATE EXTENSION makes it in the target, as a member
/// again. <paramref name="Kind"/> and <paramref name="Identity"/> are what <c>pg_identify_object</c> calls it.</summary>
internal sealed record FormerMember(uint Extension, ObjectAddress Address, string Kind, string Identity)
{
    /// <summary>Reads those of all extensions.</summary>
    public static async Task<IReadOnlyList<FormerMember>> ReadAsync(CatalogSession session, CancellationToken ct) =>
        await session.ReadAsync("former_members.sql", row => new FormerMember(
            row.Oid(0), new ObjectAddress(row.Oid(1), row.Oid(2)), row.Text(3), row.Text(4)), ct);
}

/// <summary>Takes out of an extension what is no member of it in the source, before the plan makes that: dropped where nothing needs it, so
/// that it is made in the source's form, and else kept in the extension's.</summary>
internal static class FormerMembers
{
    // Relations and functions are looked up by the queries of their own drafts.
    private static readonly (uint Catalog, string Name)[] ByIdentity =
    [
        (SystemCatalog.Operator, "pg_operator"), (SystemCatalog.OperatorClass, "pg_opclass"), (SystemCatalog.OperatorFamily, "pg_opfamily"),
        (SystemCatalog.Cast, "pg_cast"),
    ];

    /// <summary>Returns the addresses of what may have been taken out of the extension.</summary>
    public static IEnumerable<ObjectAddress> Of(uint extension, DdlContext context) =>
        Known(context).Where(former => former.Extension == extension).Select(former => former.Address);

    /// <summary>Returns the step that takes them out of the extension.</summary>
    public static IEnumerable<Draft> Write(ExtensionObject extension, DdlContext context)
    {
        var formers = Known(context).Where(former => former.Extension == extension.Oid).ToList();
        if (formers.Count > 0)
            yield return new Draft
            {
                Needs = [extension.Address],
                Stage = SchemaStage.Schema,
                Kind = MemberCheck.Kind,
                Step = TakenOut(extension.Oid),
                Name = extension.Name,
                Statements = [$"DO LANGUAGE plpgsql {Literal.Quote(Body(extension.Name, formers))}"],
            };
    }

    /// <summary>Returns <paramref name="draft"/>, so that what may have been taken out of an extension comes after that, and is not made
    /// where the extension had it and needs it.</summary>
    public static Draft InOrder(Draft draft, DdlContext context)
    {
        if (draft.Address is not { } address || context.FormerMembersAt(address).ToList() is not { Count: > 0 } formers)
            return draft;
        return draft with
        {
            After = [.. draft.After, .. formers.Select(former => TakenOut(former.Extension))],
            ExistsQuery = draft.ExistsQuery ?? ExistsQuery(formers[0]),
            Statements = [.. draft.Statements.Select(statement => OrReplace(statement, address, context))],
        };
    }

    // One that the extension needs was kept, in the extension's form. Where nothing else of that name may be there, it gets the source's.
    private static string OrReplace(string statement, ObjectAddress address, DdlContext context) =>
        address.Catalog == SystemCatalog.Procedure && context.Options.Existing == Migration.Options.ExistingTables.Refuse
            && (statement.StartsWith("CREATE FUNCTION ", StringComparison.Ordinal)
                || statement.StartsWith("CREATE PROCEDURE ", StringComparison.Ordinal))
            ? "CREATE OR REPLACE" + statement["CREATE".Length..]
            : statement;

    /// <summary>Returns those that the plan minds. Under another schema's name they are called otherwise.</summary>
    public static IEnumerable<FormerMember> Known(DdlContext context) =>
        context.Scope.RenamedSchemas().Count == 0 ? context.Catalog.FormerMembers : [];

    private static Step TakenOut(uint extension) => new("former members taken out", extension);

    private static string? ExistsQuery(FormerMember former)
    {
        if (ByIdentity.FirstOrDefault(one => one.Catalog == former.Address.Catalog).Name is not { } catalog)
            return null;
        return $"""
            SELECT EXISTS (SELECT FROM pg_catalog.{catalog} AS present
             WHERE present.oid >= 16384
               AND (pg_catalog.pg_identify_object('pg_catalog.{catalog}'::pg_catalog.regclass, present.oid, 0)).identity
                   = {Literal.Quote(former.Identity)})
            """;
    }

    private static string Body(string extension, List<FormerMember> formers) => $"""
        DECLARE
            former pg_catalog.record;
        BEGIN
            FOR former IN
                SELECT pg_catalog.upper(named.type) AS kind, named.identity,
                       d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AS is_relation
                  FROM pg_catalog.pg_extension AS e
                  JOIN pg_catalog.pg_depend AS d
                    ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid AND d.deptype = 'e'
                 CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS named
                  JOIN ROWS FROM (pg_catalog.unnest({Array(formers.Select(former => former.Kind))}),
                                  pg_catalog.unnest({Array(formers.Select(former => former.Identity))})) AS wanted (kind, identity)
                    ON wanted.kind = named.type AND wanted.identity = named.identity
                 WHERE e.extname = {Literal.Quote(extension)}
                 ORDER BY named.type, named.identity
            LOOP
                EXECUTE pg_catalog.format('ALTER EXTENSION %I DROP %s %s', {Literal.Quote(extension)}, former.kind, former.identity);
                BEGIN
                    EXECUTE pg_catalog.format('DROP %s %s', former.kind, former.identity);
                EXCEPTION WHEN dependent_objects_still_exist THEN
                    IF former.is_relation THEN
                        RAISE;
                    END IF;
                END;
            END LOOP;
        END
        """;

    private static string Array(IEnumerable<string> texts) => $"ARRAY[{string.Join(", ", texts.Select(Literal.Quote))}]::pg_catalog.text[]";
}
