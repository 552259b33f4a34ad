using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Checks whether the target's role may do what the plan does, object by object.</summary>
internal static class TargetPrivileges
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target, string role, MigrationOptions options)
    {
        if (options.Content != MigrationContent.DataOnly)
        {
            foreach (var finding in target.Schemas.Where(schema => schema.TakesObjects && (!schema.MayCreate || !schema.MayUse))
                .Select(schema => SchemaFinding(schema, role)))
                yield return finding;
        }

        if (options.Existing == ExistingTables.Refuse && options.Content != MigrationContent.DataOnly)
            yield break;
        foreach (var finding in options.Existing == ExistingTables.Drop ? Owners(target, role) : Rights(target, role, options))
            yield return finding;
    }

    /// <summary>Finds existing tables that the role may not look at, or not at all of their rows.</summary>
    public static IEnumerable<CheckFinding> Hidden(IReadOnlyList<TableRights> tables)
    {
        var hidden = tables.Where(table => table.Kind is 'r' or 'p' && table.Lacks.Contains("SELECT")).Select(table => table.Name).ToList();
        if (hidden.Count > 0)
        {
            yield return CheckFinding.Fail(
                hidden,
                $"The target has tables that the role may not look at, and the source has tables of the same names: {NameList.Of(hidden)}.",
                "Migrate into an empty database or schema, grant USAGE on their schema and SELECT on them to the role that migrates, or "
                    + "leave them out: --exclude-tables.");
        }

        var secured = tables.Where(table => table.HasRowSecurity && !table.Lacks.Contains("SELECT")).Select(table => table.Name).ToList();
        if (secured.Count > 0)
        {
            yield return CheckFinding.Fail(
                secured,
                $"Row security of the target applies to the role on tables of the source's names: {NameList.Of(secured)}. What it hides "
                    + "cannot be looked at, and COPY takes no rows there.",
                "Migrate with the tables' owner or a role with BYPASSRLS; where it is forced on the owner, too: ALTER TABLE … "
                    + "NO FORCE ROW LEVEL SECURITY.");
        }
    }

    private static CheckFinding SchemaFinding(SchemaRights schema, string role) => CheckFinding.Fail(
        $"schema {schema.Schema}",
        $"The target's role {role} may not "
            + $"{(schema.MayUse ? "create objects in" : schema.MayCreate ? "use" : "use, or create objects in,")} the schema "
            + $"{schema.Schema} of the target, which exists there.",
        $"Run there as its owner: GRANT USAGE, CREATE ON SCHEMA {Identifier.Quote(schema.Schema)} TO {Identifier.Quote(role)};");

    private static IEnumerable<CheckFinding> Owners(TargetSeen target, string role)
    {
        var others = target.Tables.Where(table => table.Kind is 'r' or 'p' && !table.IsOwner).Select(table => table.Name).ToList();
        if (others.Count > 0)
        {
            yield return CheckFinding.Fail(
                others,
                $"The target's role {role} may not drop tables there that belong to others: {NameList.Of(others)}.",
                "Migrate with their owner's role or a member of it, or drop them beforehand.");
        }
    }

    private static IEnumerable<CheckFinding> Rights(TargetSeen target, string role, MigrationOptions options)
    {
        foreach (var table in target.Tables)
        {
            var lacks = table.Lacks.Where(privilege => privilege != "TRUNCATE" || options.Existing == ExistingTables.Truncate).ToList();
            if (lacks.Count > 0)
            {
                yield return CheckFinding.Fail(
                    table.Name.ToString(),
                    $"The target's role {role} lacks {string.Join(", ", lacks)} on "
                        + $"{(table.Kind == 'S' ? "the sequence" : "the table")} {table.Name} of the target.",
                    $"Run there as its owner: GRANT {string.Join(", ", lacks)} ON "
                        + $"{(table.Kind == 'S' ? "SEQUENCE " : "")}{Identifier.Qualify(table.Name)} TO {Identifier.Quote(role)};");
            }
        }
    }
}
