using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Tells which tables a superuser must not read by a query, since planning it would evaluate functions that users wrote: in
/// predicates and expressions of indexes, in statistics, and in keys of partitions.</summary>
public static class PlannedCode
{
    /// <summary>Returns those of <paramref name="tables"/>, by their places in the list, for which that holds in this session, each with
    /// the statements that count its rows without the planner. A table is read with its partitions and children where so said. Nothing
    /// holds for a role that is no superuser, nor for a table that is not there.</summary>
    public static async Task<IReadOnlyDictionary<int, IReadOnlyList<string>>> OfAsync(
        NpgsqlConnection session, IReadOnlyList<(QualifiedName Table, bool WithChildren)> tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var found = new Dictionary<int, IReadOnlyList<string>>();
        if (tables.Count == 0)
            return found;
        await using var command = new NpgsqlCommand(SqlText.Load(typeof(PlannedCode).Assembly, "planned-code.sql"), session)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new NpgsqlParameter { Value = tables.Select(table => Identifier.Qualify(table.Table)).ToArray() },
                new NpgsqlParameter { Value = tables.Select(table => table.WithChildren).ToArray() },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (place, part) = (reader.GetInt32(0) - 1, reader.Name(1));
            var columns = await reader.IsDBNullAsync(3, cancellationToken) ? "" : $" ({reader.GetString(3)})";
            found[place] = [.. found.GetValueOrDefault(place) ?? [], $"COPY {Identifier.Qualify(part)}{columns} TO '/dev/null'"];
        }

        return found;
    }

    /// <summary>Counts the rows of one of the tables that were found.</summary>
    public static async Task<long> CountAsync(
        NpgsqlConnection session, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using var copy = session.BatchOf(statements);
        await copy.ExecuteNonQueryAsync(cancellationToken);
        return copy.BatchCommands.Cast<NpgsqlBatchCommand>().Sum(command => checked((long)command.Rows));
    }
}
