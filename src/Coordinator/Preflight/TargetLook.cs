using ActorMigrate.Catalog;
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
    /// checks need of both.</summary>
    /// <exception cref="CheckFailureException">The role may not even look at tables that stand there.</exception>
    public static async Task<TargetSeen> SeeAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, SourceSeen source, MigrationOptions options, int targetVersion,
        CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(session, catalog, cancellationToken);
        RefuseHidden(tables);
        var inspection = await TargetInspector.InspectAsync(session, catalog, cancellationToken);
        if (options is { Existing: not ExistingTables.Refuse, Content: MigrationContent.Everything })
            inspection = inspection with { Objects = await KeptAsync(session, options, cancellationToken) };
        var planning = Task.Run(
            () => SchemaPlanner.Plan(catalog, SchemaPlanning.OptionsOf(options, targetVersion, inspection)), cancellationToken);
        var clashes = await TargetClashes.FindAsync(session, catalog, cancellationToken);
        var names = clashes.Select(clash => (clash.Kind, clash.Name)).ToHashSet();
        var schemas = await TargetRights.OnSchemasAsync(session, catalog, cancellationToken);
        var locks = await LockTable.OfAsync(session, cancellationToken);
        var closed = await TargetRights.ClosedAsync(session, cancellationToken);
        var maker = await TargetRights.OfMakerAsync(session, cancellationToken);
        var plan = await planning;
        var asked = plan.Objects.Where(
            made => names.Contains((made.Kind, made.Name)) || Checks.SuperuserOnly.IsForSuperusers(made, targetVersion / 10000));
        return new TargetSeen(inspection, catalog, plan, locks)
        {
            Clashes = clashes,
            Made = await AlreadyMade.FindAsync(session, asked, cancellationToken),
            Schemas = schemas,
            OwnersWithout = await TargetRights.OwnersWithoutAsync(session, catalog, plan, schemas, options, cancellationToken),
            UnloadedProviders = await TargetRights.UnloadedProvidersAsync(session, plan, cancellationToken),
            Closed = closed,
            MissingInServer = await MissingAsync(session, catalog, cancellationToken),
            Maker = maker,
            Tables = tables,
            EventTriggerWrites = await EventTriggerLook.WritesAsync(session, catalog, cancellationToken),
            Holders = await LockBlockers.OnAsync(
                session, [.. inspection.Tables.Select(table => table.Target)],
                options.Existing == ExistingTables.Refuse ? LockBlockers.AgainstWriting : LockBlockers.AgainstEmptying,
                cancellationToken),
            Collations = await SourceLook.CollationsAsync(session, "own-collations.sql",
                [.. source.Collations.Where(collation => collation.IsOfServer).Select(collation => collation.Name)], cancellationToken),
        };
    }

    private static void RefuseHidden(IReadOnlyList<TableRights> tables)
    {
        CheckFinding[] hidden = [.. Checks.TargetPrivileges.Hidden(tables)];
        if (hidden.Length > 0)
            throw new CheckFailureException(hidden);
    }

    private static Task<IReadOnlyList<ServerUse>> MissingAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, CancellationToken cancellationToken) => ServerUse.MissingAsync(
        session, [.. catalog.ServerUses.Where(use => use.Schema == (catalog.Scope.SourceSchema ?? use.Schema))], cancellationToken);

    // A table that is dropped is taken out of its publications; all other objects stay as they are.
    private static async Task<IReadOnlySet<string>> KeptAsync(
        NpgsqlConnection session, MigrationOptions options, CancellationToken cancellationToken)
    {
        var there = await TargetObjects.ReadAsync(session, options.Scope, cancellationToken);
        return options.Existing == ExistingTables.Drop
            ? there.Where(form => !form.StartsWith("publication", StringComparison.Ordinal)).ToHashSet()
            : there;
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
