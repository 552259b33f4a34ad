using ActorMigrate.Catalog;
using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Plans the transfer of each table and writes the tasks that copy, count and finish. Bounds of partitions by key are found
/// in the source, under the snapshot.</summary>
internal sealed class PrepareTransfers : IPhaseWork
{
    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        var tables = run.Catalog.Tables.ToDictionary(table => table.Name);
        var tasks = new List<TaskDraft>();
        NpgsqlConnection? source = null;
        try
        {
            foreach (var plan in TransferPlanner.Plan(tables.Values.Select(table => table.Facts), run.Options.Plan))
            {
                if (plan is TransferPlan.ByKey)
                    source ??= await run.Snapshot!.OpenAsync(SessionPurpose.Catalog, cancellationToken);
                tasks.AddRange(await CopiesAsync(run, tables[plan.Table.Name], plan, source, cancellationToken));
            }
        }
        finally
        {
            if (source is not null)
                await source.DisposeAsync();
        }

        tasks.AddRange(run.Ledger.LargeObjects());
        tasks.AddRange(run.Ledger.Counts(inSource: true, _ => true));
        tasks.AddRange(run.Ledger.Finishing());
        await run.AddTasksAsync([], tasks, cancellationToken);
    }

    private static async Task<IReadOnlyList<TaskDraft>> CopiesAsync(
        Run run, Table table, TransferPlan plan, NpgsqlConnection? source, CancellationToken cancellationToken) => plan switch
        {
            TransferPlan.ByCtid ctid => run.Ledger.Copies(table, ctid.Partitions, null, plan.EstimatedRows),
            TransferPlan.ByKey key => run.Ledger.Copies(
                table, KeyRanges.Of(table.Facts, await TilesAsync(source!, table.Facts, key.Count, cancellationToken)), key.ChunkRows, plan.EstimatedRows),
            _ => run.Ledger.Copies(table, [], null, plan.EstimatedRows),
        };

    /// <summary>The last key of each of <paramref name="count"/> equal shares of the rows (manual, section 9.22, ntile). A table that
    /// turns out to be empty has none and is copied whole.</summary>
    private static async Task<IReadOnlyList<KeyTile>> TilesAsync(
        NpgsqlConnection source, TableFacts table, int count, CancellationToken cancellationToken)
    {
        // A key's columns may be named like anything, so within the query they go by their places.
        var keys = string.Join(", ", table.PrimaryKey.Select(column => Identifier.Quote(column.Name)));
        var places = Enumerable.Range(1, table.PrimaryKey.Count).Select(place => $"k{place}").ToList();
        var list = string.Join(", ", places);
        var sql = $"""
            SELECT rows, {string.Join(", ", places.Select(place => place + "::text"))}
            FROM (
                SELECT DISTINCT ON (tile) tile, {list}, count(*) OVER (PARTITION BY tile) AS rows
                FROM (SELECT {keys}, ntile($1) OVER (ORDER BY {keys}) FROM ONLY {Identifier.Qualify(table.Name)}) AS tiled ({list}, tile)
                ORDER BY tile, {string.Join(", ", places.Select(place => place + " DESC"))}
            ) AS tiles
            ORDER BY tile
            """;
        await using var command = new NpgsqlCommand(sql, source) { Parameters = { new NpgsqlParameter { Value = count } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tiles = new List<KeyTile>(count);
        while (await reader.ReadAsync(cancellationToken))
            tiles.Add(new KeyTile([.. Enumerable.Range(1, places.Count).Select(reader.GetString)], reader.GetInt64(0)));
        return tiles;
    }
}
