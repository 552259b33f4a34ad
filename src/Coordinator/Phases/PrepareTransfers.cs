using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Plans the transfer of each table from what the ledger holds of it, and writes the tasks that copy. Bounds of partitions by key
/// are found in the source, under the snapshot. A plan that stands already is kept: the first phase
/// makes it where all tables are small.</summary>
internal sealed class PrepareTransfers : IPhaseWork
{
    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        if (await LedgerRetry.RunAsync(run, () => run.Plan.HasCopiesAsync(cancellationToken), cancellationToken))
            return;
        var relations = await LedgerRetry.RunAsync(run, () => run.Plan.RelationsAsync(cancellationToken), cancellationToken);
        var slots = await LedgerRetry.RunAsync(run, () => run.Nodes.CopySlotsAsync(cancellationToken), cancellationToken);
        var copies = await PlanAsync(run, relations, PaceOf(run, slots), cancellationToken);
        await LedgerRetry.RunAsync(run, () => run.Plan.AddCopiesAsync(run.Term, copies, cancellationToken), cancellationToken);
    }

    internal static CopyPace PaceOf(Run run, int slots)
    {
        var serversHere = new[] { run.Request.Source, run.Request.Target }.Count(Distance.IsThisMachine);
        long?[] limits = [run.Options.Shared.MaxRate / Math.Max(1, slots), run.Node.MaxRate / Math.Max(1, run.Node.CopySlots)];
        return CopyPace.Of(slots, Environment.ProcessorCount, serversHere, limits.Min());
    }

    /// <summary>Returns the copies of <paramref name="relations"/>; only the source is read.</summary>
    internal static async Task<List<CopyDraft>> PlanAsync(
        Run run, IReadOnlyList<RelationDraft> relations, CopyPace pace, CancellationToken cancellationToken)
    {
        var copies = new List<CopyDraft>();
        var read = relations.SelectMany(relation =>
            (relation.Shape!.Leaves ?? [relation.Shape]).Select(shape => (shape.Facts.Name, Of: new Read(relation, shape)))).ToDictionary();
        NpgsqlConnection? source = null;
        try
        {
            var plans = TransferPlanner.Plan([.. read.Values.Select(one => one.Shape.Facts)], run.Options.Plan, pace);
            if (plans.Any(plan => plan is not TransferPlan.Whole))
            {
                source = await run.OpenSourceAsync(SessionPurpose.Catalog, cancellationToken);
                plans = await UnsplitAsync(source, plans, cancellationToken);
            }

            var lots = LotPolicy.At(run.Request.Target.RoundTrip);
            foreach (var plan in plans)
            {
                copies.AddRange(await CopiesAsync(read[plan.Table.Name], plan, source, run.Options.Content, lots, cancellationToken));
            }
        }
        finally
        {
            if (source is not null)
                await source.DisposeAsync();
        }

        return copies;
    }

    /// <summary>Partitions are read by queries, whole tables are not: a table for which a superuser's
    /// query would run users' code is copied whole.</summary>
    private static async Task<IReadOnlyList<TransferPlan>> UnsplitAsync(
        NpgsqlConnection source, IReadOnlyList<TransferPlan> plans, CancellationToken cancellationToken)
    {
        var split = plans.Where(plan => plan is not TransferPlan.Whole).ToList();
        var planned = await PlannedCode.OfAsync(source, [.. split.Select(plan => (plan.Table.Name, false))], cancellationToken);
        var unsplit = split.Where((_, place) => planned.ContainsKey(place)).Select(plan => plan.Table.Name).ToHashSet();
        return [.. plans.Select(plan => unsplit.Contains(plan.Table.Name) ? new TransferPlan.Whole(plan.Table, plan.EstimatedRows) : plan)];
    }

    private static async Task<IEnumerable<CopyDraft>> CopiesAsync(
        Read read, TransferPlan plan, NpgsqlConnection? source, MigrationContent content, LotPolicy lots,
        CancellationToken cancellationToken)
    {
        var (partitions, chunkRows) = plan switch
        {
            TransferPlan.ByCtid ctid => (ctid.Partitions, null),
            TransferPlan.ByKey key => (
                KeyRanges.Of(plan.Table, await TilesAsync(source!, plan.Table, key.Count * KeyRanges.TilesEach, cancellationToken),
                    key.Count), key.ChunkRows),
            _ => ((IReadOnlyList<Partition>)[], (int?)null),
        };
        var copies = read.Relation.Shape!.Leaves is null
            ? CopyPlan.Of(read.Relation, partitions, chunkRows, plan.EstimatedRows, content, lots)
            : CopyPlan.OfLeaf(read.Relation, read.Shape, partitions, chunkRows, plan.EstimatedRows, content, lots);
        return copies.Select(copy => copy with { NeedsData = read.Relation.Shape.After ?? [] });
    }

    /// <summary>A table that is read, and the relation in whose name: the table itself, or the
    /// partitioned table that it is a leaf of.</summary>
    private sealed record Read(RelationDraft Relation, RelationShape Shape);

    /// <summary>Returns the last key of each of <paramref name="count"/> equal shares of the rows (manual, section 9.22, ntile). A table
    /// that turns out to be empty has none and is copied whole.</summary>
    private static async Task<IReadOnlyList<KeyTile>> TilesAsync(
        NpgsqlConnection source, TableFacts table, int count, CancellationToken cancellationToken)
    {
        // A key's columns may be named like anything, so within the query they go by their places.
        var keys = string.Join(", ", table.PrimaryKey.Select(column => Identifier.Quote(column.Name)));
        var places = Enumerable.Range(1, table.PrimaryKey.Count).Select(place => $"k{place}").ToList();
        var list = string.Join(", ", places);
        var sql = $"""
            SELECT rows, {string.Join(", ", places.Select(KeyColumn.TextOf))}
            FROM (
                SELECT DISTINCT ON (tile) tile, {list}, count(*) OVER (PARTITION BY tile) AS rows
                FROM (SELECT {keys}, ntile($1) OVER (ORDER BY {keys}) FROM ONLY {Identifier.Qualify(table.Name)}) AS tiled ({list}, tile)
                ORDER BY tile, {string.Join(", ", places.Select(place => place + " DESC"))}
            ) AS tiles
            ORDER BY tile
            """;
        await using var command = new NpgsqlCommand(sql, source) { Parameters = { new NpgsqlParameter { Value = count } } };
        return await command.ReadAllAsync(
            row => new KeyTile([.. Enumerable.Range(1, places.Count).Select(row.GetString)], row.GetInt64(0)), cancellationToken);
    }
}
