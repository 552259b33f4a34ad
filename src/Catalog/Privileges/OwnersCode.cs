using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Keeps code of the source from running as a superuser of the target where PostgreSQL itself does not change to the owner.
/// An index of a table is built as the table's owner in a security-restricted operation, out of which no SET ROLE, temporary object or
/// deferred trigger leads, so that a statement that such an index's function runs is run like that, too.</summary>
internal static class OwnersCode
{
    private const string Name = "pg_temp.actormigrate_as_owner";

    // PostgreSQL says what may not be done, and not by whom.
    private const string NameRole = """
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE insufficient_privilege USING
                MESSAGE = pg_catalog.format(
                    '%s: role %s, which owns the object, makes it, because that runs code of its own', SQLERRM, current_user),
                HINT = 'Grant the role this right in the source and the target, and take it away after the migration.';
        """;

    /// <summary>Returns the role whose code runs for the object at <paramref name="owned"/>, where that must not be the role that
    /// migrates: it is no superuser in the source, and gets the object in the target. Otherwise null.</summary>
    public static string? OwnerOf(ObjectAddress owned, DdlContext context)
    {
        if (!context.Options.Owners || context.Options.SkippedKinds.Contains(ObjectKinds.Owner)
            || context.Options.Target is { IsSuperuser: false })
            return null;
        return context.Catalog.Owners.TryGetValue(owned, out var owner) && owner != context.Options.Target?.CurrentUser
            && context.HasRole(owner) && !context.IsSuperuserInSource(owner)
            ? owner
            : null;
    }

    /// <summary>Tells whether an expression calls a function or operator that users made.</summary>
    public static bool IsCalledBy(ObjectAddress expression, DdlContext context) =>
        context.ReferencesOf(expression).Any(
            reference => reference.Catalog is SystemCatalog.Procedure or SystemCatalog.Operator && !context.IsOfAnyExtension(reference));

    /// <summary>Tells whether the planner may evaluate users' functions when it looks at the table: in predicates and expressions of its
    /// indexes and statistics.</summary>
    public static bool IsPlannedFor(Table table, DdlContext context) =>
        table.Indexes.Any(index => IsCalledBy(index.Address, context))
        || context.StatisticsOf(table.Oid).Any(statistics => IsCalledBy(statistics, context));

    /// <summary>Statements that run <paramref name="statement"/> as <paramref name="owner"/>, with no way out.</summary>
    public static IEnumerable<string> Run(string statement, string owner)
    {
        // An index takes no function that changes anything, but one that calls such a function.
        yield return "CREATE TEMPORARY TABLE actormigrate_as_owner AS SELECT 1 AS one";
        yield return $"CREATE FUNCTION {Name}() RETURNS pg_catalog.void LANGUAGE plpgsql VOLATILE AS "
            + $"{Literal.Quote($"BEGIN {statement}; {NameRole} END")}";
        yield return $"CREATE FUNCTION {Name}(pg_catalog.int4) RETURNS pg_catalog.int4 LANGUAGE plpgsql IMMUTABLE AS "
            + $"{Literal.Quote($"BEGIN PERFORM {Name}(); RETURN $1; END")}";
        yield return $"ALTER TABLE {Name} OWNER TO {Identifier.Quote(owner)}";
        yield return $"CREATE INDEX ON {Name} ({Name}(one))";
        yield return $"DROP TABLE {Name}";
        yield return $"DROP FUNCTION {Name}(), {Name}(pg_catalog.int4)";
    }
}
