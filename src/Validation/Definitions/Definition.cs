using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation.Definitions;

/// <summary>One property of one object, as a server states it.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Schema">Its schema; null where it has none.</param>
/// <param name="Name">Its name in the schema, with whatever else tells it from others of its kind, such as a function's arguments.</param>
/// <param name="Table">The relation that it belongs to, in the same schema; null for one that stands by itself.</param>
/// <param name="Property">The property.</param>
/// <param name="Value">The server's text; null where the object has no such property.</param>
internal sealed record Definition(string Kind, string? Schema, string Name, string? Table, string Property, string? Value)
{
    private static readonly string[] Files = ["definitions-tables.sql", "definitions-others.sql"];

    /// <summary>Reads all of a database's definitions. The session's search_path must be <c>pg_catalog</c>.</summary>
    public static async Task<IReadOnlyList<Definition>> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var definitions = new List<Definition>();
        foreach (var file in Files)
        {
            await using var command = new NpgsqlCommand(SqlText.Load<Definition>(file), session);
            definitions.AddRange(await command.ReadAllAsync(
                row => new Definition(
                    row.GetString(0), row.TextOrNull(1), row.GetString(2), row.TextOrNull(3), row.GetString(4), row.TextOrNull(5)),
                cancellationToken));
        }

        return definitions;
    }
}
