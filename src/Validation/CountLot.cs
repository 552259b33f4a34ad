using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

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
                await CountAsync(source, [.. counts.Where(counted => counted.Payload.InSource)], moved, cancellationToken);
                await CountAsync(target, [.. counts.Where(counted => !counted.Payload.InSource)], moved, cancellationToken);
                await using var transaction = await writing.BeginTransactionAsync(cancellationToken);
                await ResultLedger.RecordCountsAsync(
                    writing, counts.Select(counted => (counted.Member.Task.Relation!.Value, counted.Payload.InSource, counted.Sum!.Rows, counted.Sum.Digest)),
                    cancellationToken);
                return await Lot.CompleteAsync(attempts, transaction, lot, cancellationToken);
            },
            cancellationToken);

    private static async Task CountAsync(KeptSessions side, IReadOnlyList<Counted> counts, IMoved moved, CancellationToken cancellationToken)
    {
        if (counts.Count == 0)
            return;
        await side.UseAsync(
            async session =>
            {
                foreach (var counted in counts)
                {
                    counted.Sum = await Lot.OfAsync(counted.Member, () => RowCount.SumAsync(session, counted.Payload.InSource, RowCount.RowsOf(counted.Payload), cancellationToken));
                    moved.Add(1, 0);
                }

                return counts.Count;
            },
            cancellationToken);
    }

    /// <summary>A member of the lot and what was counted and checksummed for it.</summary>
    private sealed class Counted(LotMember member, CountPayload payload)
    {
        public LotMember Member => member;

        public CountPayload Payload => payload;

        public RowSum? Sum { get; set; }
    }
}
