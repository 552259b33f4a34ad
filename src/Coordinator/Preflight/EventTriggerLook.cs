using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>An enabled event trigger of the target, and the tables of the migration into which its function writes.</summary>
internal sealed record EventTriggerWrites(string Name, IReadOnlyList<QualifiedName> Tables);

/// <summary>Looks which event triggers of the target write into tables that a migration makes or fills there.</summary>
internal static class EventTriggerLook
{
    public static async Task<IReadOnlyList<EventTriggerWrites>> WritesAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, CancellationToken cancellationToken)
    {
        var (bodies, triggers) = (new List<FunctionBody>(), new List<(string Trigger, string Definition)>());
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("target-functions.sql"), session);
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                bodies.Add(new FunctionBody(row.GetString(0), row.GetString(1)));
                triggers.AddRange(row.GetFieldValue<string[]>(2).Select(trigger => (trigger, bodies[^1].Definition)));
            }
        }

        var (others, tables) = (bodies.ToLookup(body => body.Name), TargetSchemas.RelationsOf(catalog));
        return
        [
            .. triggers.Select(found => new EventTriggerWrites(found.Trigger, WrittenTables.By(found.Definition, others, tables)))
                .Where(found => found.Tables.Count > 0),
        ];
    }
}
