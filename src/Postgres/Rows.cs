using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>Reads the rows of queries, and their columns by position.</summary>
public static class Rows
{
    /// <summary>Runs <paramref name="command"/> and returns what <paramref name="map"/> makes of each row.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAllAsync(map, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs <paramref name="batch"/> and returns what <paramref name="map"/> makes of each row of the first result. A statement
    /// after that may fail, too.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlBatch batch, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = await reader.ReadAllAsync(map, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Returns what <paramref name="map"/> makes of each row of the current result.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(map);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>Returns the text at <paramref name="at"/>, or null where the column is null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int at)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsDBNull(at) ? null : row.GetString(at);
    }

    /// <summary>Returns the value at <paramref name="at"/>, or null where the column is null.</summary>
    public static T? ValueOrNull<T>(this NpgsqlDataReader row, int at)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsDBNull(at) ? null : row.GetFieldValue<T>(at);
    }

    /// <summary>Returns the qualified name whose schema stands at <paramref name="schemaAt"/> and whose name in the next column.</summary>
    public static QualifiedName Name(this NpgsqlDataReader row, int schemaAt)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new QualifiedName(row.GetString(schemaAt), row.GetString(schemaAt + 1));
    }

    /// <summary>Returns the qualified name at <paramref name="schemaAt"/>, or null where its schema is null.</summary>
    public static QualifiedName? NameOrNull(this NpgsqlDataReader row, int schemaAt)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsDBNull(schemaAt) ? null : row.Name(schemaAt);
    }
}
