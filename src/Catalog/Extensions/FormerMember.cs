using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>An object that belongs to no extension and may have been taken out of one. CREATE EXTENSION makes it in the target, as a member
/// again. <paramref name="Kind"/> and <paramref name="Identity"/> are what <c>pg_identify_object</c> calls it, <paramref name="Catalog"/>
/// is the name of its catalog.</summary>
internal sealed record FormerMember(uint Extension, ObjectAddress Address, string Kind, string Identity, string Catalog)
{
    /// <summary>Reads those of all extensions.</summary>
    public static async Task<IReadOnlyList<FormerMember>> ReadAsync(CatalogSession session, CancellationToken ct) =>
        await session.ReadAsync("former_members.sql", row => new FormerMember(
            row.Oid(0), new ObjectAddress(row.Oid(1), row.Oid(2)), row.Text(3), row.Text(4), row.Text(5)), ct);
}

/// <summary>Takes out of an extension the objects that are not its members in the source, before the plan makes them. An object that
/// nothing needs is dropped, so that it is made in the source's form; any other is kept in the extension's form.</summary>
internal static class FormerMembers
{
    /// <summary>Returns the addresses of what may have been taken out of the extension.</summary>
    public static IEnumerable<ObjectAddress> Of(uint extension, DdlContext context) =>
        Known(context).Where(former => former.Extension == extension).Select(former => former.Address);

    /// <summary>Returns the step that takes them out of the extension, and one that tells of those which the role could not take
    /// out.</summary>
    public static IEnumerable<Draft> Write(ExtensionObject extension, DdlContext context)
    {
        var formers = Known(context).Where(former => former.Extension == extension.Oid).ToList();
        if (formers.Count == 0)
            yield break;
        yield return Step(extension, SchemaStage.Schema, TakeOut(extension.Name, formers)) with
        {
            Name = $"taken out of {extension.Name}",
            Step = TakenOut(extension.Oid),
        };
        yield return Step(extension, SchemaStage.AfterTransfer, Tell(extension.Name, formers)) with
        {
            Name = $"left in {extension.Name}",
            After = [TakenOut(extension.Oid)],
        };
    }

    private static Draft Step(ExtensionObject extension, SchemaStage stage, string body) => new()
    {
        Needs = [extension.Address],
        Stage = stage,
        Kind = ObjectKinds.ExtensionMembers,
        Name = extension.Name,
        Statements = [$"DO LANGUAGE plpgsql {Literal.Quote(body)}"],
    };

    /// <summary>Returns <paramref name="draft"/>, so that what may have been taken out of an extension comes after that, and is not made
    /// where the extension had it and needs it.</summary>
    public static Draft InOrder(Draft draft, DdlContext context)
    {
        if (AddressOf(draft) is not { } address || context.FormerMembersAt(address).ToList() is not { Count: > 0 } formers)
            return draft;
        var isMade = formers.FirstOrDefault(former => context.Options.Existing == Migration.Options.ExistingTables.Refuse
            || (address.Catalog != SystemCatalog.Procedure && context.MakesExtension(former.Extension)));
        return draft with
        {
            After = [.. draft.After, .. formers.Select(former => TakenOut(former.Extension))],
            ExistsQuery = draft.ExistsQuery ?? (isMade is null ? null : ExistsQuery(isMade)),
            Statements = [.. draft.Statements.Select(statement => OrReplace(statement, address, context))],
        };
    }

    // The shell of a type is there when the type is.
    private static ObjectAddress? AddressOf(Draft draft) => draft.Address is { Catalog: SystemCatalog.ShellOf } shell
        ? new ObjectAddress(SystemCatalog.Type, shell.Oid)
        : draft.Address;

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

    // Relations and functions are looked up by the queries of their own drafts, but for functions that the role could not take out.
    private static string? ExistsQuery(FormerMember former) => former.Address.Catalog switch
    {
        SystemCatalog.Class => null,
        SystemCatalog.Procedure => $"""
            SELECT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
             CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS named
             WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'e'
               AND named.identity = {Literal.Quote(former.Identity)})
            """,
        _ => $"""
            SELECT EXISTS (SELECT FROM pg_catalog.{former.Catalog} AS present
             WHERE present.oid >= 16384{(former.Address.Catalog == SystemCatalog.Type ? " AND present.typisdefined" : "")}
               AND (pg_catalog.pg_identify_object('pg_catalog.{former.Catalog}'::pg_catalog.regclass, present.oid, 0)).identity
                   = {Literal.Quote(former.Identity)}
               AND EXISTS (SELECT FROM pg_catalog.pg_depend AS needs
                     JOIN pg_catalog.pg_depend AS member
                       ON member.classid = needs.classid AND member.objid = needs.objid AND member.deptype = 'e'
                    WHERE (needs.refclassid = 'pg_catalog.{former.Catalog}'::pg_catalog.regclass AND {Needed(former)})
                       OR (needs.classid = 'pg_catalog.{former.Catalog}'::pg_catalog.regclass AND needs.objid = present.oid)))
            """,
    };

    // One that stayed in the extension's form is a member or is needed by one; any other of the same name is not the extension's.
    private static string Needed(FormerMember former) => former.Address.Catalog == SystemCatalog.Type
        ? "needs.refobjid IN (present.oid, present.typarray)"
        : "needs.refobjid = present.oid";

    private static string TakeOut(string extension, List<FormerMember> formers) => $"""
        DECLARE
            former pg_catalog.record;
        BEGIN
            FOR former IN
                SELECT pg_catalog.upper(named.type) AS kind, named.identity,
                       d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AS is_relation
                  {StillMembers(extension, formers)}
                 ORDER BY named.type, named.identity
            LOOP
                BEGIN
                    EXECUTE pg_catalog.format('ALTER EXTENSION %I DROP %s %s', {Literal.Quote(extension)}, former.kind, former.identity);
                    EXECUTE pg_catalog.format('DROP %s %s', former.kind, former.identity);
                EXCEPTION
                    WHEN insufficient_privilege THEN
                        NULL;
                    WHEN dependent_objects_still_exist THEN
                        IF former.is_relation THEN
                            RAISE;
                        END IF;
                        EXECUTE pg_catalog.format(
                            'ALTER EXTENSION %I DROP %s %s', {Literal.Quote(extension)}, former.kind, former.identity);
                END;
            END LOOP;
        END
        """;

    private static string Tell(string extension, List<FormerMember> formers) => $"""
        DECLARE
            members pg_catalog.text[] := ARRAY(
                SELECT pg_catalog.format('%s %s', named.type, named.identity)
                  {StillMembers(extension, formers)}
                 ORDER BY named.type, named.identity);
            statements pg_catalog.text[] := ARRAY(
                SELECT pg_catalog.format(
                           'ALTER EXTENSION %I DROP %s %s;', {Literal.Quote(extension)}, pg_catalog.upper(named.type), named.identity)
                  {StillMembers(extension, formers)}
                 ORDER BY named.type, named.identity);
        BEGIN
            IF pg_catalog.array_length(members, 1) > 0 THEN
                RAISE insufficient_privilege USING
                    MESSAGE = pg_catalog.format('What belongs to no extension in the source still belongs to this one: %s. The role %s '
                        || 'cannot take it out, because it does not own both.', pg_catalog.array_to_string(members, ', '), current_user),
                    HINT = 'As a superuser of the target: ' || pg_catalog.array_to_string(statements, ' ');
            END IF;
        END
        """;

    private static string StillMembers(string extension, List<FormerMember> formers) => $"""
        FROM pg_catalog.pg_extension AS e
        JOIN pg_catalog.pg_depend AS d
          ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid AND d.deptype = 'e'
        CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS named
        JOIN ROWS FROM (pg_catalog.unnest({Array(formers.Select(former => former.Kind))}),
                        pg_catalog.unnest({Array(formers.Select(former => former.Identity))})) AS wanted (kind, identity)
          ON wanted.kind = named.type AND wanted.identity = named.identity
        WHERE e.extname = {Literal.Quote(extension)}
        """;

    private static string Array(IEnumerable<string> texts) => $"ARRAY[{string.Join(", ", texts.Select(Literal.Quote))}]::pg_catalog.text[]";
}
