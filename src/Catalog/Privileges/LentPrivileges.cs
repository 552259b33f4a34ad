using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Gives owners back, for the time of a migration, the privileges that it takes from them at its end. Objects that are new have
/// them from the start; those that the target has already may have lost them, as after an earlier migration. To empty a table, to build
/// its indexes, to analyze and to refresh run as the owner.</summary>
internal static class LentPrivileges
{
    /// <summary>Returns the statements that lend what an object's owner, and those who call it, have lost; they do nothing where the target
    /// does not have the object.</summary>
    public static IEnumerable<string> Lend(Draft draft, DdlContext context) => !IsLent(draft, context) ? [] :
        from reference in draft.References
        let granted = PrivilegeWriter.GrantReference(reference.Reference)
        where granted is not null
        from grant in Grants(draft.Address ?? reference.Address, reference.Address, granted, context)
        select "DO LANGUAGE plpgsql " + Literal.Quote($"BEGIN {grant}; EXCEPTION WHEN undefined_table OR undefined_function "
            + "OR undefined_object OR invalid_schema_name THEN NULL; END");

    /// <summary>Returns the statements that take from callers what was lent to them; what owners have lost is taken anyway.</summary>
    public static IEnumerable<string> TakeBack(Draft draft, ObjectAddress address, string on, DdlContext context) =>
        IsLent(draft, context) ? Callers(address, context).Select(caller => $"REVOKE EXECUTE ON {on} FROM {caller}") : [];

    private static bool IsLent(Draft draft, DdlContext context) => context.Options is
            { Privileges: true, Existing: not ExistingTables.Refuse, Content: MigrationContent.Everything }
        && !context.Options.SkippedKinds.Contains(ObjectKinds.Privileges) && !draft.OnlyIfNeeded;

    private static IEnumerable<string> Grants(ObjectAddress owned, ObjectAddress address, string on, DdlContext context) =>
    [
        .. PrivilegeWriter.LostByOwner(owned, address, context)
            .Select(privilege => (privilege with { IsRevoked = false, IsGrantable = false }).Statement(on)),
        .. Callers(address, context).Select(caller => $"GRANT EXECUTE ON {on} TO {caller}"),
    ];

    private static IEnumerable<string> Callers(ObjectAddress function, DdlContext context) =>
        LostExecution.Callers(function, context).Where(context.HasRole).Select(Identifier.Quote);
}
