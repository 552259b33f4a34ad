using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Checks that a migration can go on under a new snapshot: its plan must still be that of the source.</summary>
internal static class UnderNewSnapshot
{
    /// <summary>Returns the new snapshot and the payloads that change under it. Refuses when the source's schema is not what was planned,
    /// or when large objects are missing, whose number and oids belong to the lost snapshot.</summary>
    public static async Task<NewSnapshot> CheckAsync(
        NodeRequest request, BegunMigration migration, ResumedSnapshot snapshot, int targetVersion, LedgerSession session,
        CancellationToken cancellationToken)
    {
        if (migration.Options.Content == MigrationContent.DataOnly)
        {
            throw new RefusedException(
                "Rows were copied into the target's own tables, which cannot be emptied and copied again without "
                    + "touching what else may be in them.",
                "Begin anew: actormigrate cleanup, then actormigrate migrate with --truncate-existing-tables.");
        }

        if (await new AdoptionLedger(session, migration.Id).LacksLargeObjectsAsync(cancellationToken))
            throw new RefusedException(
                "Large objects are not all copied, and they can only be copied under the snapshot that is lost.",
                "Begin anew: actormigrate cleanup, then migrate into a new database.");
        request.OnStep("compare the source's schema with the plan");
        var catalog = await ReadAsync(migration, snapshot, cancellationToken);
        var now = await PlanAsync(request, migration, catalog, targetVersion, cancellationToken);
        var plan = new PlanLedger(session, migration.Id);
        var planned = await plan.StatementsAsync(cancellationToken);
        var drift = SchemaDrift.Of(
            planned, await plan.RelationsAsync(cancellationToken), now, TablesToCopy(migration, catalog, now), migration.Options.Existing);
        if (drift.Count > 0)
        {
            throw new RefusedException(
                $"The source's schema is not what the migration has planned any more: {NameList.Of(drift)}.",
                "Undo the change in the source, or begin anew with actormigrate resume --restart.");
        }

        return new NewSnapshot(snapshot.Text, SchemaDrift.SequenceValues(planned, now));
    }

    private static IReadOnlyList<Table> TablesToCopy(BegunMigration migration, DatabaseCatalog catalog, SchemaPlan plan) =>
        migration.Options.Content == MigrationContent.SchemaOnly ? [] : catalog.Without(plan.LeftTables).Tables;

    private static async Task<DatabaseCatalog> ReadAsync(
        BegunMigration migration, ResumedSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var reading = await snapshot.Held.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        return await CatalogReader.ReadAsync(reading, migration.Options.Scope, cancellationToken);
    }

    private static async Task<SchemaPlan> PlanAsync(
        NodeRequest request, BegunMigration migration, DatabaseCatalog catalog, int targetVersion, CancellationToken cancellationToken)
    {
        await using var target = await request.Target.OpenAsync(SessionPurpose.Catalog, cancellationToken);
        // The tables that are there by now are the migration's own.
        var inspection = await TargetInspector.InspectWithoutTablesAsync(target, catalog, cancellationToken);
        if (migration.Options.Roles)
            inspection = inspection with { RoleForms = await TargetInspector.RoleFormsAsync(target, catalog, cancellationToken) };
        return SchemaPlanner.Plan(catalog, SchemaPlanning.OptionsOf(migration.Options, targetVersion, inspection));
    }
}
