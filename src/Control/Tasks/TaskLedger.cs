using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>The tasks of a claim, and the lanes that have a task to claim after it; null where nobody looked.</summary>
public sealed record Claims(IReadOnlyList<ClaimedTask> Tasks, IReadOnlyList<TaskLane>? Open);

/// <summary>The tasks of a migration: claimed for nodes and given back. <see cref="PlanLedger"/> writes the plan.</summary>
public sealed class TaskLedger(LedgerSession session, MigrationId migration, ClaimLimits? limits = null)
{
    private static readonly string ClaimSql = SqlText.Load<TaskLedger>("claim-tasks.sql");
    private static readonly string RepeatSql = SqlText.Load<TaskLedger>("repeat-orders.sql");
    private static readonly string ReturnLostSql = SqlText.Load<TaskLedger>("return-lost-lots.sql");
    private static readonly string ReleaseSql = SqlText.Load<TaskLedger>("release-tasks.sql");

    private const string OpenLanesSql = """
        SELECT lane FROM unnest($2) AS lane
        WHERE EXISTS (
            SELECT FROM actormigrate.task t
            WHERE t.migration = $1 AND t.state = 'ready' AND t.lane = lane.lane
              AND t.opens_at <= (SELECT phase_number FROM actormigrate.migration WHERE id = $1 AND outcome IS NULL)
            ORDER BY t.opens_at LIMIT 1)
        """;

    private static readonly string[] Lanes = [.. Enum.GetValues<TaskLane>().Select(LaneNames.Of)];

    private const int MostInLot = 100;

    // About a second of copying, so that the other slots do not wait long for the last lot.
    private const long MostBytesInLot = 64L << 20;

    /// <summary>Returns the lanes that have a task which is ready and open, so that claims in vain
    /// cost one short query and no lock.</summary>
    public Task<IReadOnlyList<TaskLane>> OpenLanesAsync(CancellationToken cancellationToken) =>
        session.QueryAsync(OpenLanesSql, Lane, cancellationToken, migration.Value, Lanes);

    /// <summary>Claims tasks for up to <paramref name="count"/> free slots of a node, one or a lot for each, largest first, within the
    /// migration's limits and the node's <paramref name="capacity"/> of the lane. A coordinator whose term has passed claims nothing. A
    /// claim that leaves slots idle, and has a partition in it that is large enough for two, is taken back and
    /// made again after the partition is split. Claims of other lanes than that of copies tell which lanes are open afterwards, in the
    /// same round trip.</summary>
    public Task<Claims> ClaimAsync(
        CoordinatorTerm by, NodeId node, TaskLane lane, int count, int capacity, CancellationToken cancellationToken) =>
        session.UseAsync((open, bounded) => ClaimAsync(open, new Claim(by, node, lane, count, capacity), bounded), cancellationToken);

    /// <summary>Returns tasks that <paramref name="node"/> holds by the ledger, that are not among <paramref name="known"/>, and whose
    /// order is some seconds old: each is to be ordered again. Tasks of such lots are taken back, to be granted alone.</summary>
    public Task<IReadOnlyList<ClaimedTask>> RepeatAsync(
        CoordinatorTerm by, NodeId node, IEnumerable<long> known, CancellationToken cancellationToken)
    {
        object[] values = [migration.Value, node.Value, known.ToArray(), Timeouts.Order.TotalSeconds, by.Coordinator.Value, by.Term];
        return session.UseAsync(
            async (open, bounded) =>
            {
                await LedgerSession.ReadAsync(open, ReturnLostSql, _ => 0, bounded, values);
                return await LedgerSession.ReadAsync(open, RepeatSql, Claimed, bounded, values);
            },
            cancellationToken);
    }

    private sealed record Claim(CoordinatorTerm By, NodeId Node, TaskLane Lane, int Count, int Capacity);

    private async Task<Claims> ClaimAsync(NpgsqlConnection open, Claim claim, CancellationToken cancellationToken)
    {
        if (claim.Lane != TaskLane.Copy || limits is null)
            return await ClaimAndLookAsync(open, claim, cancellationToken);
        await using (var transaction = await open.BeginTransactionAsync(cancellationToken))
        {
            var claimed = await ClaimOnceAsync(open, claim, cancellationToken);
            if (claimed.DistinctBy(task => task.Slot).Count() == claim.Count || !claimed.Any(limits.AreTwoIn))
            {
                await transaction.CommitAsync(cancellationToken);
                return new Claims(claimed, null);
            }
        }

        await using var again = await open.BeginTransactionAsync(cancellationToken);
        await new ClaimLedger(open, migration, limits).SplitAsync(cancellationToken);
        var halves = await ClaimOnceAsync(open, claim, cancellationToken);
        await again.CommitAsync(cancellationToken);
        return new Claims(halves, null);
    }

    /// <summary>Claims, and looks which lanes are open, in one round trip. Index builds are claimed in a transaction that holds their
    /// budget.</summary>
    private async Task<Claims> ClaimAndLookAsync(NpgsqlConnection open, Claim claim, CancellationToken cancellationToken)
    {
        var memory = claim.Lane == TaskLane.Finish ? limits?.IndexMemoryBytes : null;
        await using var transaction = memory is null ? null : await open.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(open);
        if (memory is not null)
            batch.BatchCommands.Add(LedgerSession.BatchCommand(open, ClaimLedger.HoldSql, ClaimLedger.IndexMemory));
        batch.BatchCommands.Add(LedgerSession.BatchCommand(open, ClaimSql, Values(claim, memory)));
        if (memory is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        batch.BatchCommands.Add(LedgerSession.BatchCommand(open, OpenLanesSql, migration.Value, Lanes));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (memory is not null)
            await reader.NextResultAsync(cancellationToken);
        var claimed = await reader.ReadAllAsync(Claimed, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return new Claims(claimed, await reader.ReadAllAsync(Lane, cancellationToken));
    }

    private Task<IReadOnlyList<ClaimedTask>> ClaimOnceAsync(NpgsqlConnection open, Claim claim, CancellationToken cancellationToken) =>
        LedgerSession.ReadAsync(open, ClaimSql, Claimed, cancellationToken, Values(claim, null));

    private object?[] Values(Claim claim, long? memory) =>
    [
        migration.Value, claim.Node.Value, LaneNames.Of(claim.Lane), claim.Count,
        // Of one type whether it is null or not: a statement that was prepared for another one would not be used.
        new NpgsqlParameter { Value = (object?)memory ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
        claim.By.Coordinator.Value, claim.By.Term, claim.Capacity, MostInLot, MostBytesInLot,
    ];

    private static TaskLane Lane(NpgsqlDataReader row) => LaneNames.Parse(row.GetString(0));

    /// <summary>Gives back every task that <paramref name="node"/> still holds; their attempts end as released.</summary>
    public Task<int> ReleaseAllAsync(NodeId node, CancellationToken cancellationToken) => ReleaseExceptAsync(node, [], cancellationToken);

    /// <summary>Gives back what the ledger says that <paramref name="node"/> holds and is not among <paramref name="known"/>: tasks of a
    /// claim whose answer was lost. Backends that still write for their attempts are ended; they could not commit any more.</summary>
    public Task<int> ReleaseExceptAsync(NodeId node, IEnumerable<long> known, CancellationToken cancellationToken) =>
        session.ExecuteAsync(ReleaseSql, cancellationToken, migration.Value, node.Value, known.ToArray());

    private static ClaimedTask Claimed(NpgsqlDataReader row) => ClaimedTask.Of(
        new TaskLabel(
            row.GetInt64(0), LaneNames.Parse(row.GetString(1)), row.GetString(2), row.GetString(3),
            row.ValueOrNull<int>(4),
            row.GetInt64(5), row.GetInt64(6)),
        row.GetInt32(7), row.GetInt64(8)) with { Lot = row.ValueOrNull<long>(9) };
}
