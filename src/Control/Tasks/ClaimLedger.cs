using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>The limits of claims, beside a node's own slots; the same for all nodes of a migration. Partitions are split down to
/// <paramref name="SplitBytes"/>.</summary>
public sealed record ClaimLimits(long IndexMemoryBytes, long SplitBytes)
{
    /// <summary>Tells whether the task copies a partition that nobody has begun and that is large enough to be two.</summary>
    internal bool AreTwoIn(ClaimedTask task) =>
        task is { Kind: TaskKinds.CopyPartition, Attempts: 0 } && task.EstimatedBytes >= SplitBytes * 2;
}

/// <summary>Claims within the migration's common budgets, which the ledger keeps. A claim that spends from one holds its lock until the
/// claim has committed, so that the next one sees it.</summary>
internal sealed class ClaimLedger(NpgsqlConnection inTransaction, MigrationId migration, ClaimLimits limits)
{
    private const string Copies = "actormigrate.copies";

    /// <summary>The budget that index builds share.</summary>
    public const string IndexMemory = "actormigrate.index-memory";

    /// <summary>Takes the lock of a budget, until the end of the transaction.</summary>
    public const string HoldSql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    /// <summary>Halves the largest partitions that nobody has begun, until every idle slot of the living nodes has one, or none is large
    /// enough.</summary>
    public async Task SplitAsync(CancellationToken cancellationToken)
    {
        if (await WantedAsync(cancellationToken) == 0)
            return;
        await HoldAsync(Copies, cancellationToken);
        for (var wanted = await WantedAsync(cancellationToken); wanted > 0; wanted--)
        {
            if (!await SplitLargestAsync(cancellationToken))
                return;
        }
    }

    /// <summary>Gives back tasks that nobody has begun since they were claimed.</summary>
    public async Task GiveBackAsync(NodeId node, IReadOnlyCollection<ClaimedTask> claimed, CancellationToken cancellationToken)
    {
        const string sql = """
            UPDATE actormigrate.task t
            SET state = 'ready', node = NULL, lot = NULL
            FROM unnest($2::bigint[], $3::integer[]) AS c (id, attempt)
            WHERE t.id = c.id AND t.attempt = c.attempt AND t.node = $1 AND t.state = 'running'
            """;
        await using var command = LedgerSession.Command(
            inTransaction, sql, node.Value, claimed.Select(task => task.Id).ToArray(), claimed.Select(task => task.Attempts).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<int> WantedAsync(CancellationToken cancellationToken)
    {
        var (ready, idle, nodes) = (await LedgerSession.ReadAsync(
            inTransaction, SqlText.Load<ClaimLedger>("idle-slots.sql"), row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)),
            cancellationToken, migration.Value))[0];
        return ClaimBudget.CopiesWanted(ready, idle, nodes);
    }

    private async Task<bool> SplitLargestAsync(CancellationToken cancellationToken)
    {
        var found = await LedgerSession.ReadAsync(
            inTransaction, SqlText.Load<ClaimLedger>("largest-partition.sql"),
            row => (Id: row.GetInt64(0), Payload: PayloadJson.Read<CopyPayload>(row.GetString(1)), Rows: row.GetInt64(2),
                Bytes: row.GetInt64(3),
                Name: row.GetString(4), Shape: PayloadJson.Read<RelationShape>(row.GetString(5))),
            cancellationToken, migration.Value, limits.SplitBytes * 2);
        if (found is not [var largest])
            return false;
        var whole = new Partition(largest.Name, largest.Payload.Predicate, largest.Rows, largest.Bytes);
        var read = largest.Shape.Read().FirstOrDefault(shape => shape.Facts.Name == largest.Payload.Source) ?? largest.Shape;
        if (PartitionSplit.Halve(whole, read.Facts) is not var (first, second))
            return false;
        await LedgerSession.ReadAsync(
            inTransaction, SqlText.Load<ClaimLedger>("split-task.sql"), row => row.GetInt64(0), cancellationToken,
            largest.Id, first.Name, Json(largest.Payload, first), first.EstimatedRows, first.EstimatedBytes,
            second.Name, Json(largest.Payload, second), second.EstimatedRows, second.EstimatedBytes);
        return true;
    }

    private static NpgsqlParameter Json(CopyPayload payload, Partition half) => new()
    {
        Value = PayloadJson.Write(payload with { PartitionName = half.Name, Predicate = half.Predicate }),
        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb,
    };

    private async Task HoldAsync(string budget, CancellationToken cancellationToken)
    {
        await using var hold = LedgerSession.Command(inTransaction, HoldSql, budget);
        await hold.ExecuteNonQueryAsync(cancellationToken);
    }
}
