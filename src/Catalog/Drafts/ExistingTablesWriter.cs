using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>Writes what happens to in-scope tables that exist in the target: one statement for all of them, because
/// tables that foreign keys tie together can only be emptied or dropped together.</summary>
internal static class ExistingTablesWriter
{
    /// <summary>The step that everything named like something existing comes after.</summary>
    public static Step Done { get; } = new("existing tables prepared", 0);

    public static IEnumerable<Draft> Write(DdlContext context)
    {
        var names = (context.Options.Target?.Tables ?? []).Where(table => table.Kind is 'r' or 'p')
            .Select(table => table.Source).ToHashSet();
        var existing = context.Catalog.AllTables
            .Where(table => table is { Foreign: null, ComesAlong: false } && names.Contains(table.Name)).ToList();
        if (existing.Count == 0 || context.Options.Existing == ExistingTables.Refuse)
            yield break;
        var drop = context.Options.Existing == ExistingTables.Drop;
        yield return new Draft
        {
            Address = new ObjectAddress(SystemCatalog.Class, 0),
            Step = Done,
            Stage = SchemaStage.Schema,
            Kind = drop ? ObjectKinds.Drop : ObjectKinds.Truncate,
            Name = existing.Count == 1 ? context.Mapped(existing[0].Name).ToString() : $"{existing.Count} existing tables",
            Statements = drop
                ? [.. Drop(existing, context)]
                : [.. DropConstraints(existing, context), .. DropDomainChecks(existing, context), .. Truncate(existing, context)],
        };
    }

    /// <summary>Returns <paramref name="drafts"/> with statements before those that deal with existing tables. Objects of the kinds that
    /// are dropped along with these tables come after that.</summary>
    public static IEnumerable<Draft> Begin(IEnumerable<Draft> drafts, IReadOnlyList<string> statements, DdlContext context)
    {
        var kinds = Along(context).Select(one => one.Kind).ToHashSet();
        return drafts.Select(draft => draft.Step == Done
            ? statements.Count > 0 ? draft with { Statements = [.. statements, .. draft.Statements] } : draft
            : kinds.Contains(draft.Kind) ? draft with { After = [Done, .. draft.After] } : draft);
    }

    /// <summary>Returns notes on tables that are kept and differ from the source's.</summary>
    public static IEnumerable<Finding> Findings(DdlContext context) => context.Options.Existing != ExistingTables.Truncate ? [] :
        (context.Options.Target?.Tables ?? []).Where(table => table.Differences.Count > 0).Select(table => new Finding(
            $"table {table.Target}",
            $"The target's table was kept as it is, and differs from the source's: {string.Join("; ", table.Differences)}.",
            null, "Alter it, or have it made anew with --drop-existing-tables."));

    private static IReadOnlyList<DroppedObject> Along(DdlContext context) =>
        context.Options.Existing == ExistingTables.Drop ? context.Options.Target?.DroppedAlong ?? [] : [];

    private static IEnumerable<string> Drop(List<Table> tables, DdlContext context)
    {
        var along = Along(context);
        var lost = along.Where(one => !one.Stays).ToList();
        var drop = $"DROP TABLE IF EXISTS {string.Join(", ", tables.Select(table => context.Qualify(table.Name)))}";
        if (lost.Count > 0)
            yield return Unchanged(context.Options.Target!, lost);
        yield return lost.Count > 0 ? $"{drop} CASCADE" : drop;
        foreach (var whole in lost.Where(one => one.Statement is not null).DistinctBy(one => one.Address))
            yield return $"DROP {(whole.Kind == ObjectKinds.OperatorFamily ? "OPERATOR FAMILY" : "TYPE")} "
                + $"IF EXISTS {whole.Statement} CASCADE";
        foreach (var publication in along.Where(one => one.Kind == ObjectKinds.Publication).Select(one => one.Name).Distinct())
            yield return $"DROP PUBLICATION IF EXISTS {Identifier.Quote(publication)}";
    }

    // CASCADE would take along what was made since the target was inspected, too.
    private static string Unchanged(TargetInspection target, IReadOnlyList<DroppedObject> known)
    {
        var tables = $"'{{{string.Join(',', target.Dropped.Select(table => table.Oid))}}}'";
        var query = SqlText.Load<DdlContext>(DroppedAlong.Query).Trim().TrimEnd(';').Replace("$1", tables, StringComparison.Ordinal);
        var seen = string.Join(", ", known.Select(one => one.Address).Distinct().Select(one => $"({one.Catalog}, {one.Oid})"));
        return "DO LANGUAGE plpgsql " + Literal.Quote($"""
            DECLARE added text;
            BEGIN
              SELECT pg_catalog.string_agg(d.type || ' ' || d.identity, ', ') INTO added FROM ({query}) AS d
               WHERE (d.classid, d.objid) NOT IN ({seen});
              IF added IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = '2BP01', MESSAGE = 'objects were made that depend on tables to be dropped: ' || added,
                  HINT = 'Drop them, and migrate again.';
              END IF;
            END
            """);
    }

    // To empty a partitioned table is to empty its foreign partitions on their servers, too.
    private static IEnumerable<string> Truncate(List<Table> tables, DdlContext context)
    {
        var leaves = context.Options.Target!.Tables.Where(table => table.LocalLeaves is not null)
            .ToDictionary(table => table.Source, table => table.LocalLeaves!.Select(leaf => "ONLY " + Identifier.Qualify(leaf)));
        var emptied = tables.SelectMany(table => leaves.GetValueOrDefault(table.Name)
            ?? [(table.IsPartitioned ? "" : "ONLY ") + context.Qualify(table.Name)]).Distinct().ToList();
        return emptied.Count == 0 ? [] : [$"TRUNCATE {string.Join(", ", emptied)}"];
    }

    // Rows arrive table by table, in no order that foreign keys, or checks which look at other rows, could live with, and some that a check
    // which is not valid would refuse: the constraints that the plan makes afterwards go first.
    private static IEnumerable<string> DropConstraints(List<Table> tables, DdlContext context) =>
        from table in tables
        from constraint in table.Constraints
        where context.Options.Content != MigrationContent.DataOnly
            && (IsMadeKey(constraint, context) || IsMadeCheck(constraint, table, context))
        select $"ALTER TABLE {context.Qualify(table.Name)} DROP CONSTRAINT IF EXISTS {Identifier.Quote(constraint.Name)}";

    // Rows may break a check of a domain that is not valid. The plan makes such checks again once the rows are in.
    private static IEnumerable<string> DropDomainChecks(List<Table> tables, DdlContext context) =>
        from domain in tables.SelectMany(table => CopiedCode.DomainsOf(table, context)).Distinct()
        where context.Options.Content != MigrationContent.DataOnly && ScopeResolver.InSchema(domain.Name.Schema, context.Scope)
        from check in DomainWriter.ChecksAfterRows(domain, context)
        let drop = $"ALTER DOMAIN {context.Qualify(domain.Name)} DROP CONSTRAINT IF EXISTS {Identifier.Quote(check.Name)}"
        select "DO LANGUAGE plpgsql " + Literal.Quote($"BEGIN {drop}; EXCEPTION WHEN undefined_object OR invalid_schema_name "
            + "OR wrong_object_type OR insufficient_privilege THEN NULL; END");

    private static bool IsMadeKey(Constraint key, DdlContext context) =>
        key.Kind == ConstraintKind.ForeignKey && key.Parent == 0 && context.TableOf(key.ReferencedTable) is not null;

    // A check that is merged with those of parents or children cannot be dropped alone.
    private static bool IsMadeCheck(Constraint check, Table table, DdlContext context) =>
        check.Kind == ConstraintKind.Check && table.Parents.Oids.Count == 0 && !context.ParentsOfTables.Contains(table.Oid)
        && (!check.IsValid || InlineChecks.CallsUserFunction(check, context));
}
