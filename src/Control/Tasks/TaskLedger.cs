using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>The tasks of a claim, and the lanes that have a task to claim after it.</summary>
public sealed record Claims(IReadOnlyList<ClaimedTask> Tasks, IReadOnlyList<TaskLane> Open);

/// <summary>The slots of a lane that tasks are claimed for: those that are free, and all that the node has.</summary>
public sealed record WantedSlots(TaskLane Lane, int Free, int Capacity);

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

    /// <summary>Claims tasks for the free slots of a node, one or a lot for each slot, largest first, within the migration's limits and
    /// the node's capacities, and tells which lanes are open afterwards: all in one round trip. A coordinator whose term has passed claims
    /// nothing. Copies that leave slots idle, and have a partition among them that is large enough for two, are given back and claimed
    /// again after the partition is split.</summary>
    public Task<Claims> ClaimAsync(
        CoordinatorTerm by, NodeId node, IReadOnlyCollection<WantedSlots> slots, CancellationToken cancellationToken) =>
        session.UseAsync(
            async (open, bounded) =>
            {
                List<Claim> wanted = [.. slots.Select(lane => new Claim(by, node, lane))];
                var claimed = await ClaimAsync(open, wanted, bounded);
                var copies = claimed.Tasks.Where(task => task.Lane == TaskLane.Copy).ToList();
                return wanted.Find(claim => claim.Slots.Lane == TaskLane.Copy) is { } claim && limits is not null
                    && copies.Exists(limits.AreTwoIn) && copies.DistinctBy(task => task.Slot).Count() < claim.Slots.Free
                    ? claimed with { Tasks = [.. claimed.Tasks.Except(copies), .. await SplitAsync(open, claim, copies, bounded)] }
                    : claimed;
            },
            cancellationToken);

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

    private sealed record Claim(CoordinatorTerm By, NodeId Node, WantedSlots Slots);

    private async Task<Claims> ClaimAsync(NpgsqlConnection open, List<Claim> claims, CancellationToken cancellationToken)
    {
        // The commands of a batch are one transaction, and the lock that keeps a budget is held to its end.
        var memory = claims.Exists(claim => MemoryOf(claim) is not null);
        await using var batch = new NpgsqlBatch(open);
        if (memory)
            batch.BatchCommands.Add(LedgerSession.BatchCommand(ClaimLedger.HoldSql, ClaimLedger.IndexMemory));
        foreach (var claim in claims)
            batch.BatchCommands.Add(LedgerSession.BatchCommand(ClaimSql, Values(claim)));
        batch.BatchCommands.Add(LedgerSession.BatchCommand(OpenLanesSql, migration.Value, Lanes));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (memory)
            await reader.NextResultAsync(cancellationToken);
        var claimed = new List<ClaimedTask>();
        foreach (var _ in claims)
        {
            claimed.AddRange(await reader.ReadAllAsync(Claimed, cancellationToken));
            await reader.NextResultAsync(cancellationToken);
        }

        return new Claims(claimed, await reader.ReadAllAsync(Lane, cancellationToken));
    }

    /// <summary>Gives back copies that were just claimed and that nobody has been told of, splits partitions for the idle slots, and claims
    /// again.</summary>
    private async Task<IReadOnlyList<ClaimedTask>> SplitAsync(
        NpgsqlConnection open, Claim claim, IReadOnlyCollection<ClaimedTask> copies, CancellationToken cancellationToken)
    {
        await using var transaction = await open.BeginTransactionAsync(cancellationToken);
        var ledger = new ClaimLedger(open, migration, limits!);
        await ledger.GiveBackAsync(claim.Node, copies, cancellationToken);
        await ledger.SplitAsync(cancellationToken);
        var halves = await LedgerSession.ReadAsync(open, ClaimSql, Claimed, cancellationToken, Values(claim));
        await transaction.CommitAsync(cancellationToken);
        return halves;
    }

    /// <summary>Returns the memory that the tasks of a claim share with all others of their lane, or null.</summary>
    private long? MemoryOf(Claim claim) => claim.Slots.Lane == TaskLane.Finish ? limits?.IndexMemoryBytes : null;

    private object?[] Values(Claim claim) =>
    [
        migration.Value, claim.Node.Value, LaneNames.Of(claim.Slots.Lane), claim.Slots.Free,
        // Of one type whether it is null or not: a statement that was prepared for another one would not be used.
        new NpgsqlParameter { Value = (object?)MemoryOf(claim) ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
        claim.By.Coordinator.Value, claim.By.Term, claim.Slots.Capacity, MostInLot, MostBytesInLot,
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
