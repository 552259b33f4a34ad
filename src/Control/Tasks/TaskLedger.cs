using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Budgets;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>The tasks of a migration: claimed for nodes and given back. <see cref="PlanLedger"/> writes the plan.</summary>
public sealed class TaskLedger(LedgerSession session, MigrationId migration, ClaimLimits? limits = null)
{
    private static readonly string ClaimSql = SqlText.Load<TaskLedger>("claim-tasks.sql");
    private static readonly string RepeatSql = SqlText.Load<TaskLedger>("repeat-orders.sql");
    private static readonly string ReturnLostSql = SqlText.Load<TaskLedger>("return-lost-lots.sql");
    private static readonly string ReleaseSql = SqlText.Load<TaskLedger>("release-tasks.sql");

    private static readonly string[] Lanes = [.. Enum.GetValues<TaskLane>().Select(LaneNames.Of)];

    private const int MostInLot = 100;

    /// <summary>Returns the lanes that have a task which is ready and open, so that claims in vain
    /// cost one short query and no lock.</summary>
    public async Task<IReadOnlyList<TaskLane>> OpenLanesAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT lane FROM unnest($2) AS lane
            WHERE EXISTS (
                SELECT FROM actormigrate.task t
                WHERE t.migration = $1 AND t.state = 'ready' AND t.lane = lane.lane
                  AND t.opens_at <= (SELECT phase_number FROM actormigrate.migration WHERE id = $1 AND outcome IS NULL)
                ORDER BY t.opens_at LIMIT 1)
            """;
        return await session.QueryAsync(sql, row => LaneNames.Parse(row.GetString(0)), cancellationToken, migration.Value, Lanes);
    }

    /// <summary>Claims tasks for up to <paramref name="count"/> free slots of a node, one or a lot for each, largest first, within the
    /// migration's limits and the node's <paramref name="capacity"/> of the lane. A coordinator whose term has passed claims nothing. A
    /// claim that leaves slots idle, and has a partition in it that is large enough for two, is taken back and
    /// made again after the partition is split.</summary>
    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(
        CoordinatorTerm by, NodeId node, TaskLane lane, int count, int capacity, CancellationToken cancellationToken) =>
        session.UseAsync(open => ClaimAsync(open, new Claim(by, node, lane, capacity), count, cancellationToken), cancellationToken);

    /// <summary>Returns tasks that <paramref name="node"/> holds by the ledger, that are not among <paramref name="known"/>, and whose
    /// order is some seconds old: each is to be ordered again. Tasks of such lots are taken back, to be granted alone.</summary>
    public Task<IReadOnlyList<ClaimedTask>> RepeatAsync(
        CoordinatorTerm by, NodeId node, IEnumerable<long> known, CancellationToken cancellationToken)
    {
        object[] values = [migration.Value, node.Value, known.ToArray(), Timeouts.Order.TotalSeconds, by.Coordinator.Value, by.Term];
        return session.UseAsync(
            async open =>
            {
                await LedgerSession.ReadAsync(open, ReturnLostSql, _ => 0, cancellationToken, values);
                return await LedgerSession.ReadAsync(open, RepeatSql, Claimed, cancellationToken, values);
            },
            cancellationToken);
    }

    private sealed record Claim(CoordinatorTerm By, NodeId Node, TaskLane Lane, int Capacity);

    private async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(
        NpgsqlConnection open, Claim claim, int count, CancellationToken cancellationToken)
    {
        var grant = new MemoryGrant(count, 0);
        if (limits is null || claim.Lane is TaskLane.Schema or TaskLane.Compare)
            return await ClaimOnceAsync(open, claim, grant, cancellationToken);
        if (claim.Lane == TaskLane.Finish)
            return await ClaimWithMemoryAsync(open, claim, count, limits, cancellationToken);
        await using (var transaction = await open.BeginTransactionAsync(cancellationToken))
        {
            var claimed = await ClaimOnceAsync(open, claim, grant, cancellationToken);
            if (claimed.DistinctBy(task => task.Slot).Count() == count || !claimed.Any(limits.AreTwoIn))
            {
                await transaction.CommitAsync(cancellationToken);
                return claimed;
            }
        }

        await using var again = await open.BeginTransactionAsync(cancellationToken);
        await new ClaimLedger(open, migration, limits).SplitAsync(cancellationToken);
        var halves = await ClaimOnceAsync(open, claim, grant, cancellationToken);
        await again.CommitAsync(cancellationToken);
        return halves;
    }

    /// <summary>Claims in the transaction that holds the budget of index builds, and commits with the claim.</summary>
    private async Task<IReadOnlyList<ClaimedTask>> ClaimWithMemoryAsync(
        NpgsqlConnection open, Claim claim, int count, ClaimLimits within, CancellationToken cancellationToken)
    {
        await using var transaction = await open.BeginTransactionAsync(cancellationToken);
        var grant = await new ClaimLedger(open, migration, within).GrantIndexMemoryAsync(count, cancellationToken);
        return await LedgerSession.ReadThenAsync(open, ClaimSql, "COMMIT", Claimed, cancellationToken, Values(claim, grant));
    }

    private Task<IReadOnlyList<ClaimedTask>> ClaimOnceAsync(
        NpgsqlConnection open, Claim claim, MemoryGrant grant, CancellationToken cancellationToken) =>
        LedgerSession.ReadAsync(open, ClaimSql, Claimed, cancellationToken, Values(claim, grant));

    private object[] Values(Claim claim, MemoryGrant grant) =>
    [
        migration.Value, claim.Node.Value, LaneNames.Of(claim.Lane), grant.Count, grant.BytesEach, claim.By.Coordinator.Value,
        claim.By.Term, claim.Capacity, MostInLot,
    ];

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
