using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks at what the target holds, and plans the schema for it. Only looks.</summary>
internal static class TargetLook
{
    /// <summary>Inspects the target in <paramref name="session"/>, plans what <paramref name="catalog"/> becomes there, and reads what the
    /// checks need of both. <paramref name="beside"/> reads what does not depend on that at the same time.</summary>
    /// <exception cref="CheckFailureException">The role may not even look at tables that stand there, or the target's encoding lacks
    /// characters of names or definitions.</exception>
    public static async Task<TargetSeen> SeeAsync(
        NpgsqlConnection session, NpgsqlConnection beside, DatabaseCatalog catalog, SourceSeen source, MigrationOptions options,
        ServersSeen servers, CancellationToken cancellationToken)
    {
        await UnwritableDefinitions.RefuseAsync(session, catalog, options, servers, cancellationToken);
        var targetVersion = servers.Target.VersionNumber;
        var planning = PlanAsync(session, catalog, options, targetVersion, cancellationToken);
        var reading = ReadAsync(beside, catalog, source, cancellationToken);
        await Task.WhenAll(planning, reading);
        var ((tables, inspection, plan, clashes, forms), facts) = (await planning, await reading);
        var names = clashes.Select(clash => TargetObjects.KeyOf(clash.Kind, clash.Name)).ToHashSet();
        var asked = plan.Objects.Where(
            made => names.Contains(TargetObjects.NameOf(made)) || Checks.SuperuserOnly.IsForSuperusers(made, targetVersion / 10000));
        var owners = TargetRights.OwnersWithoutAsync(beside, catalog, plan, facts.Schemas, options, cancellationToken);
        var holders = LockBlockers.OnAsync(
            session, [.. inspection.Tables.Select(table => table.Target)],
            options.Existing == ExistingTables.Refuse ? LockBlockers.AgainstWriting : LockBlockers.AgainstEmptying, cancellationToken);
        await Task.WhenAll(owners, holders);
        var made = await AlreadyMade.FindAsync(session, asked, cancellationToken);
        var dropped = TargetObjects.KeysOf(inspection.DroppedAlong);
        var used = plan.Objects.Where(one => made.Contains(one.Id) && !dropped.Contains(TargetObjects.NameOf(one))).Select(one => one.Id);
        return new TargetSeen(inspection, catalog, plan, facts.Locks)
        {
            Clashes = clashes,
            Forms = forms.Forms,
            UsedOtherwise = forms.Differences(plan, used.ToHashSet(), options.Privileges),
            Tables = tables,
            Schemas = facts.Schemas,
            Closed = facts.Closed,
            Maker = facts.Maker,
            EventTriggerWrites = facts.EventTriggerWrites,
            Collations = facts.Collations,
            MissingInServer = facts.Missing,
            OwnersWithout = await owners,
            Holders = await holders,
            Made = made,
            UnloadedProviders = await TargetRights.UnloadedProvidersAsync(session, plan, cancellationToken),
        };
    }

    /// <summary>Reads what stands in the way of the catalog's objects, and plans them.</summary>
    private static async Task<Planned> PlanAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, MigrationOptions options, int targetVersion, CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(session, catalog, cancellationToken);
        RefuseHidden(tables);
        var inspection = await TargetInspector.InspectAsync(session, catalog, cancellationToken);
        if (options is { Existing: ExistingTables.Drop, Content: not MigrationContent.DataOnly })
            inspection = inspection with { DroppedAlong = await DroppedAlong.FindAsync(session, catalog, inspection, cancellationToken) };
        if (options.Roles)
            inspection = inspection with { RoleForms = await TargetInspector.RoleFormsAsync(session, catalog, cancellationToken) };
        TargetForms? forms = null;
        if (options is { Existing: not ExistingTables.Refuse, Content: MigrationContent.Everything })
            (inspection, forms) = await KeepAsync(session, inspection, options, cancellationToken);
        SchemaPlan Plan(TargetInspection seen) => SchemaPlanner.Plan(catalog, SchemaPlanning.OptionsOf(options, targetVersion, seen));
        var planning = Task.Run(() => Plan(inspection), cancellationToken);
        var clashes = await TargetClashes.FindAsync(session, catalog, cancellationToken);
        var plan = await planning;
        if (forms is null && options.Content != MigrationContent.DataOnly && TargetObjects.MayHave(plan, clashes))
        {
            (inspection, forms) = await KeepAsync(session, inspection, options, cancellationToken);
            plan = await Task.Run(() => Plan(inspection), cancellationToken);
        }

        return new Planned(tables, inspection, plan, clashes, forms ?? TargetForms.None);
    }

    /// <summary>Reads what the target says of itself and of the role, whatever is planned.</summary>
    private static async Task<TargetFacts> ReadAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, SourceSeen source, CancellationToken cancellationToken) => new(
            await TargetRights.OnSchemasAsync(session, catalog, cancellationToken),
            await LockTable.OfAsync(session, cancellationToken),
            await TargetRights.ClosedAsync(session, cancellationToken),
            await TargetRights.OfMakerAsync(session, cancellationToken),
            await EventTriggerLook.WritesAsync(session, catalog, cancellationToken),
            await SourceLook.CollationsAsync(session, "own-collations.sql",
                [.. source.Collations.Where(collation => collation.IsOfServer).Select(collation => collation.Name)], cancellationToken),
            await ServerUse.MissingAsync(session, catalog.ServerUses, cancellationToken));

    private sealed record Planned(
        IReadOnlyList<TableRights> Tables, TargetInspection Inspection, SchemaPlan Plan, IReadOnlyList<ExistingObject> Clashes,
        TargetForms Forms);

    private sealed record TargetFacts(
        IReadOnlyList<SchemaRights> Schemas, LockTable Locks, IReadOnlyList<ClosedObject> Closed, MakerSeen Maker,
        IReadOnlyList<EventTriggerWrites> EventTriggerWrites, IReadOnlyList<CollationSeen> Collations,
        IReadOnlyList<ServerUse> Missing);

    private static void RefuseHidden(IReadOnlyList<TableRights> tables)
    {
        CheckFinding[] hidden = [.. Checks.TargetPrivileges.Hidden(tables)];
        if (hidden.Length > 0)
            throw new CheckFailureException(hidden);
    }

    /// <summary>Reads the forms of the target's objects. The plan uses those that are not dropped with tables.</summary>
    private static async Task<(TargetInspection Inspection, TargetForms Forms)> KeepAsync(
        NpgsqlConnection session, TargetInspection inspection, MigrationOptions options, CancellationToken cancellationToken)
    {
        var forms = await TargetObjects.ReadAsync(session, options.Scope, cancellationToken);
        var kept = TargetObjects.Without(forms.Forms, inspection.DroppedAlong.Select(one => (one.Kind, one.Name)));
        return (inspection with { Objects = kept }, forms);
    }

    private static async Task<IReadOnlyList<TableRights>> TablesAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, CancellationToken cancellationToken)
    {
        var names = TargetSchemas.RelationsOf(catalog);
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("target-table-rights.sql"), session)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = names.Select(name => name.Schema).ToArray() },
                new NpgsqlParameter { Value = names.Select(name => name.Name).ToArray() },
            },
        };
        return await command.ReadAllAsync(
            row => new TableRights(
                row.Name(0), row.GetString(2)[0], row.GetFieldValue<string[]>(3), row.GetBoolean(4), row.GetBoolean(5)),
            cancellationToken);
    }
}
