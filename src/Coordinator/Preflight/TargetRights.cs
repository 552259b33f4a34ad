using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Reads the rights of the role that migrates, and of the new owners of its objects, in the target.</summary>
internal static class TargetRights
{
    /// <summary>Returns what the role may make.</summary>
    public static async Task<MakerSeen> OfMakerAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("maker-rights.sql"), session);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var hidden = row.GetFieldValue<string[]>(3).ToHashSet();
        var maker = new MakerSeen(
            row.GetFieldValue<string[]>(0), row.GetFieldValue<string[]>(1).ToHashSet(), row.GetFieldValue<string[]>(2).ToHashSet(), hidden);
        await row.CloseAsync();
        // Parameters can be granted from 15 on.
        if (session.PostgreSqlVersion.Major < 15)
            return maker;
        const string granted =
            "SELECT name FROM pg_catalog.unnest($1) AS setting (name) WHERE pg_catalog.has_parameter_privilege(name, 'SET')";
        await using var asked = new NpgsqlCommand(granted, session) { Parameters = { new NpgsqlParameter { Value = hidden.ToArray() } } };
        hidden.ExceptWith(await asked.ReadAllAsync(name => name.GetString(0), cancellationToken));
        return maker;
    }

    /// <summary>Returns the schemas of the source that the target has.</summary>
    public static async Task<IReadOnlyList<SchemaRights>> OnSchemasAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, CancellationToken cancellationToken)
    {
        var filled = TargetSchemas.Of(catalog).ToHashSet();
        var names = SchemaCreators.Of(catalog).Select(creator => creator.Schema).Concat(filled).Distinct().ToArray();
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("target-schema-rights.sql"), session)
            { Parameters = { new NpgsqlParameter { Value = names } } };
        return await command.ReadAllAsync(
            row => new SchemaRights(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.GetString(3), row.GetBoolean(4))
                { TakesObjects = filled.Contains(row.GetString(0)) },
            cancellationToken);
    }

    /// <summary>Returns where the new owners of <paramref name="plan"/>'s objects lack the right that PostgreSQL asks of them. Schemas that
    /// are made, and existing ones of the role, get the owners and privileges of the source; others stay as they are.</summary>
    public static async Task<IReadOnlySet<(OwnerPlace Place, string Owner)>> OwnersWithoutAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, SchemaPlan plan, IReadOnlyList<SchemaRights> schemas, MigrationOptions options,
        CancellationToken cancellationToken)
    {
        var given = PlannedOwner.Of(plan).Where(one => one.Place != OwnerPlace.None).Select(one => (one.Place, one.Owner))
            .Distinct().ToList();
        var ofOthers = schemas.Where(schema => !schema.IsOwner).Select(schema => schema.Schema).ToHashSet();
        var creators = SchemaCreators.Of(catalog, options.Privileges).Where(creator => !ofOthers.Contains(creator.Schema)).ToList();
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("owners-without-create.sql"), session);
        foreach (var names in new[]
        {
            given.Select(one => one.Place.Kind), given.Select(one => one.Place.Name), given.Select(one => one.Owner),
            creators.Select(creator => creator.Schema), creators.Select(creator => creator.Role),
        })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = names.ToArray() });
        }

        var found = await command.ReadAllAsync(
            row => (Place: new OwnerPlace(row.GetString(0), row.GetString(1)), Owner: row.GetString(2)), cancellationToken);
        return found.ToHashSet();
    }

    /// <summary>Returns the objects on which the role lacks USAGE.</summary>
    public static async Task<IReadOnlyList<ClosedObject>> ClosedAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("target-closed.sql"), session);
        return await command.ReadAllAsync(
            row => new ClosedObject(row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken);
    }

    /// <summary>Returns the providers of security labels in <paramref name="plan"/> that the target's server has not loaded. The server
    /// looks for the provider before it looks for the object, and there is no such object, so that nothing is written.</summary>
    public static async Task<IReadOnlyList<string>> UnloadedProvidersAsync(
        NpgsqlConnection session, SchemaPlan plan, CancellationToken cancellationToken)
    {
        var unloaded = new List<string>();
        foreach (var provider in plan.Objects.Where(made => made.Kind == ObjectKinds.SecurityLabel)
            .Select(made => made.Name[..made.Name.IndexOf(" on ", StringComparison.Ordinal)]).Distinct())
        {
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            await using var label = new NpgsqlCommand(
                $"SET TRANSACTION READ WRITE; SECURITY LABEL FOR {Identifier.Quote(provider)} ON LARGE OBJECT 0 IS NULL", session);
            try
            {
                await label.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException refused)
            {
                if (refused.SqlState == PostgresErrorCodes.InvalidParameterValue)
                    unloaded.Add(provider);
            }
        }

        return unloaded;
    }
}
