using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>Counts the rows of a lot of small tables, each as <see cref="RowCount"/> counts one, and records all counts in one
/// transaction.</summary>
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
                    writing, counts.Select(counted => (counted.Member.Task.Relation!.Value, counted.Payload.InSource, counted.Rows)), cancellationToken);
                await attempts.CompleteLotAsync(writing, lot.Select(member => (member.Attempt.Id, TaskResult.Nothing)), cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return (IReadOnlyList<(ClaimedTask, TaskResult)>)[.. lot.Select(member => (member.Task, TaskResult.Nothing))];
            },
            cancellationToken);

    private static async Task CountAsync(KeptSessions side, IReadOnlyList<Counted> counts, IMoved moved, CancellationToken cancellationToken)
    {
        // A session under a snapshot keeps the locks of what it has read, so one is not used for more tables than single counts would use it for.
        foreach (var some in counts.Chunk(KeptSessions.MostUsesUnderSnapshot))
        {
            await side.UseAsync(
                async session =>
                {
                    foreach (var counted in some)
                    {
                        counted.Rows = await Lot.OfAsync(counted.Member, () => TableCount.OfAsync(
                            session, counted.Payload.Table, counted.Payload.Condition, counted.Payload.WithPartitions, cancellationToken));
                        moved.Add(1, 0);
                    }

                    return some.Length;
                },
                cancellationToken);
        }
    }

    /// <summary>A member of the lot and what was counted for it.</summary>
    private sealed class Counted(LotMember member, CountPayload payload)
    {
        public LotMember Member => member;

        public CountPayload Payload => payload;

        public long Rows { get; set; }
    }
}
