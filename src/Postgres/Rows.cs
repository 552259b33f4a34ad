using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>Reads the rows of queries, and their columns by position.</summary>
public static class Rows
{
    /// <summary>Runs <paramref name="command"/> and returns what <paramref name="map"/> makes of each row.</summary>
    public static Task<List<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        return FilledAsync(rows, command.ReadEachAsync(row => rows.Add(map(row)), cancellationToken));
    }

    /// <summary>Runs <paramref name="batch"/> and returns what <paramref name="map"/> makes of each row of the first result. A statement
    /// after that may fail, too.</summary>
    public static Task<List<T>> ReadAllAsync<T>(
        this NpgsqlBatch batch, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        return FilledAsync(rows, batch.ReadFirstAsync(row => rows.Add(map(row)), cancellationToken));
    }

    /// <summary>Returns what <paramref name="map"/> makes of each row of the current result.</summary>
    public static Task<List<T>> ReadAllAsync<T>(
        this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        return FilledAsync(rows, reader.ReadEachAsync(row => rows.Add(map(row)), cancellationToken));
    }

    /// <summary>Runs <paramref name="command"/> and hands each row to <paramref name="read"/>.</summary>
    public static async Task ReadEachAsync(
        this NpgsqlCommand command, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadEachAsync(read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands each row of the current result to <paramref name="read"/>.</summary>
    public static async Task ReadEachAsync(
        this NpgsqlDataReader reader, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(read);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            read(reader);
    }

    /// <summary>Returns <paramref name="rows"/> once <paramref name="reading"/> has filled them. An asynchronous method is compiled while
    /// the program runs, anew for each type of row that is a struct; for lists, which are classes, one is enough.</summary>
    public static async Task<TRows> FilledAsync<TRows>(TRows rows, Task reading)
        where TRows : class
    {
        ArgumentNullException.ThrowIfNull(reading);
        await reading.ConfigureAwait(false);
        return rows;
    }

    private static async Task ReadFirstAsync(
        this NpgsqlBatch batch, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadEachAsync(read, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
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
