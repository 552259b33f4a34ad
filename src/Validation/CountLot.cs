using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Counts and checksums the rows of a lot of small tables, each as <see cref="RowCount"/> does with one, and records all results
/// in one transaction.</summary>
public sealed class CountLot(KeptSessions source, KeptSessions target, AttemptLedger attempts) : ILotRunner
{
    /// <inheritdoc />
    public Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken) =>
        target.UseAsync(
            async writing =>
            {
                var lot = await Lot.BeginAsync(attempts, writing, tasks, begun, cancellationToken);
                var counts = lot.Select(member => new Counted(member, PayloadJson.Read<CountPayload>(member.Task.Payload))).ToList();
                await Task.WhenAll(
                    CountAsync(source, inSource: true, counts, moved, cancellationToken),
                    CountAsync(target, inSource: false, counts, moved, cancellationToken));
                await using var transaction = await writing.BeginTransactionAsync(cancellationToken);
                await using var record = new NpgsqlBatch(writing);
                record.BatchCommands.Add(ResultLedger.RecordCounts(counts.Select(Recorded)));
                await record.ExecuteNonQueryAsync(cancellationToken);
                return await Lot.CompleteAsync(attempts, writing, lot, cancellationToken);
            },
            cancellationToken);

    private static (int Relation, bool InSource, long Rows, string? Digest) Recorded(Counted counted) =>
        (counted.Member.Task.Relation!.Value, counted.Payload.InSource, counted.Sum!.Rows, counted.Sum.Digest);

    private static async Task CountAsync(
        KeptSessions side, bool inSource, IEnumerable<Counted> all, IMoved moved, CancellationToken cancellationToken)
    {
        var counts = all.Where(counted => counted.Payload.InSource == inSource).ToList();
        if (counts.Count == 0)
            return;
        var (lot, tables) =
            (counts.Select(counted => counted.Member).ToList(), counts.Select(counted => RowCount.RowsOf(counted.Payload)).ToList());
        var sums = await side.UseAsync(
            async session =>
            {
                var read = tables.Select(table => (table.Table, table.WithPartitions)).ToList();
                if (inSource && await TableReading.LockAllAsync(session, read, cancellationToken) is (var index, var cause))
                    throw new BrokenLotException(lot[index].Task.Id, cause);
                return await TableCounts.OfAsync(session, tables, lot, moved, cancellationToken);
            },
            cancellationToken);
        foreach (var (counted, sum) in counts.Zip(sums))
            counted.Sum = sum;
    }

    /// <summary>A member of the lot and what was counted and checksummed for it.</summary>
    private sealed class Counted(LotMember member, CountPayload payload)
    {
        public LotMember Member => member;

        public CountPayload Payload => payload;

        public RowSum? Sum { get; set; }
    }
}
