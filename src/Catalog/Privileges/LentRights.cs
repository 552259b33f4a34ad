using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Gives owners back what they have lost, for a refresh or ANALYZE over objects that stay as they are: PostgreSQL runs both as the
/// owner. A right that the target's role lacks is granted before the statement and taken after it, in one transaction, so that nobody else
/// ever sees the grant and a failure leaves none behind.</summary>
internal static class LentRights
{
    // Two transactions cannot change the privileges of one object at a time.
    private const string Lock = "DO LANGUAGE plpgsql 'BEGIN PERFORM "
        + "pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(''actormigrate rights'', 0)); END'";

    private static readonly string[] RunAsOwner = [ObjectKinds.Refresh, ObjectKinds.Analyze];

    /// <summary>Returns <paramref name="drafts"/> with the rights that their statements need lent to owners, where only rows are
    /// migrated.</summary>
    public static IEnumerable<Draft> Lend(IReadOnlyList<Draft> drafts, DdlContext context)
    {
        if (context.Options.Content != MigrationContent.DataOnly)
            return drafts;
        var references = drafts.SelectMany(draft => draft.References)
            .Select(one => (one.Address, On: PrivilegeWriter.GrantReference(one.Reference)))
            .Where(one => one.On is not null).DistinctBy(one => one.Address).ToDictionary(one => one.Address, one => one.On!);
        return drafts.Select(draft => RunAsOwner.Contains(draft.Kind) ? Lend(draft, references, context) : draft);
    }

    private static Draft Lend(Draft draft, Dictionary<ObjectAddress, string> references, DdlContext context)
    {
        var rights = Reachable.From(StartOf(draft, context), address => Below(address, context))
            .Where(references.ContainsKey).OrderBy(address => address.Catalog).ThenBy(address => address.Oid)
            .SelectMany(address => RightsOn(address, references[address], context)).ToList();
        return rights.Count == 0 ? draft : draft with
        {
            Statements = [Lock, .. rights.Select(right => right.Grant), .. draft.Statements, .. rights.Select(right => right.Revoke)],
        };
    }

    private static IEnumerable<ObjectAddress> StartOf(Draft draft, DdlContext context) =>
        context.TableOf(draft.Needs[0].Oid) is { } table
            ? Leaves.TablesOf(table, context).Append(table).SelectMany(measured => measured.Indexes.Select(index => index.Address)
                .Concat(measured.Constraints.Select(constraint => constraint.Address)).Concat(context.StatisticsOf(measured.Oid)))
            : [draft.Needs[0]];

    // A table is read and no more; a view's query is a part of it.
    private static IEnumerable<ObjectAddress> Below(ObjectAddress address, DdlContext context) =>
        address.Catalog == SystemCatalog.Class && context.TableOf(address.Oid) is not null ? []
        : context.ViewOf(address.Oid) is { } view && address == view.Address
            ? context.ReferencesOf(new ObjectAddress(SystemCatalog.Rewrite, view.Rule)).Concat(context.ReferencesOf(address))
        : context.ReferencesOf(address);

    private static IEnumerable<LentRight> RightsOn(ObjectAddress address, string on, DdlContext context)
    {
        var privilege = address.Catalog == SystemCatalog.Procedure ? "EXECUTE" : "SELECT";
        var losers = PrivilegeWriter.LostByOwner(address, address, context)
            .Where(lost => lost.Column is null && lost.Names.Contains(privilege)).Select(lost => lost.Grantee)
            .Concat(LostExecution.Callers(address, context).Where(context.HasRole));
        return losers.Distinct().Order(StringComparer.Ordinal).Select((role, i) => new LentRight(
            privilege, on, role, $"actormigrate.lent_{address.Catalog}_{address.Oid}_{i}"));
    }

    private sealed record LentRight(string Privilege, string On, string Role, string Setting)
    {
        private string Object => On[(On.IndexOf(' ', StringComparison.Ordinal) + 1)..];

        // To take a table's privilege is to take those of its columns, so that a role which has some of these gets nothing.
        private string IsLacking => Privilege == "EXECUTE"
            ? $"""
            EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
                     WHERE pg_catalog.concat('"', pg_catalog.replace(n.nspname, '"', '""'), '"."', pg_catalog.replace(p.proname, '"', '""'),
                                             '"(', pg_catalog.pg_get_function_identity_arguments(p.oid), ')') = {Literal.Quote(Object)}
                       AND NOT pg_catalog.has_function_privilege({Literal.Quote(Role)}, p.oid, 'EXECUTE'))
            """
            : $"NOT pg_catalog.has_any_column_privilege({Literal.Quote(Role)}, {Literal.Quote(Object)}, 'SELECT')";

        public string Grant => Block($"""
            IF {IsLacking} THEN
                GRANT {Privilege} ON {On} TO {Identifier.Quote(Role)};
                PERFORM pg_catalog.set_config('{Setting}', 'yes', true);
            END IF;
            EXCEPTION WHEN undefined_table OR undefined_function OR undefined_object OR invalid_schema_name OR insufficient_privilege THEN
                NULL;
            """);

        public string Revoke => Block($"""
            IF pg_catalog.current_setting('{Setting}', true) = 'yes' THEN
                REVOKE {Privilege} ON {On} FROM {Identifier.Quote(Role)};
                PERFORM pg_catalog.set_config('{Setting}', '', true);
            END IF;
            """);

        private static string Block(string body) => $"DO LANGUAGE plpgsql {Literal.Quote($"BEGIN\n{body}\nEND")}";
    }
}
