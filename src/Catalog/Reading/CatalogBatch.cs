using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Catalog queries that are sent in one message, because a server may be far away. The locks that a query takes are released
/// before the next one begins: views and sequences by the thousand would fill the source's lock table.</summary>
internal sealed class CatalogBatch(CatalogSession session)
{
    private readonly List<NpgsqlBatchCommand> queries = [];
    private readonly List<Func<NpgsqlDataReader, CancellationToken, Task>> readers = [];

    /// <summary>Adds the embedded query <paramref name="file"/>; its parameters are arrays of oid or text. Returns the list that
    /// <see cref="RunAsync"/> fills with its rows.</summary>
    public List<T> Read<T>(string file, Func<NpgsqlDataReader, T> read, params Array[] parameters) =>
        Query(SqlText.Load<CatalogSession>(file), read, parameters);

    /// <summary>Adds <paramref name="sql"/>, as <see cref="Read"/> does with a file's.</summary>
    public List<T> Query<T>(string sql, Func<NpgsqlDataReader, T> read, params Array[] parameters)
    {
        var query = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            query.Parameters.Add(new NpgsqlParameter { Value = parameter, DataTypeName = parameter is uint[] ? "oid[]" : "text[]" });
        queries.Add(query);
        var rows = new List<T>();
        readers.Add((reader, ct) => reader.ReadEachAsync(row => rows.Add(read(row)), ct));
        return rows;
    }

    /// <summary>Runs the queries in the order in which they were added.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch();
        foreach (var query in queries)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SAVEPOINT catalog_query"));
            batch.BatchCommands.Add(query);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK TO SAVEPOINT catalog_query"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("RELEASE SAVEPOINT catalog_query"));
        }

        await session.RunAsync(batch, readers, ct);
    }
}
