using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies the small tables of a lot one after the other, in one transaction of the target: one TRUNCATE for all of them, then COPY
/// with FREEZE for each, as <see cref="TableCopy"/> does with one.</summary>
public sealed class CopyLot(CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null) : ILotRunner
{
    private readonly RowCopy rows = new(attempts, time, bufferBytes, throttle);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(moved);
        var session = await sessions.RentAsync(cancellationToken);
        try
        {
            session.TellOf(moved);
            var lot = await Lot.BeginAsync(attempts, session.Target, tasks, begun, cancellationToken);
            var done = await InTransactionAsync(session, lot, moved, cancellationToken);
            await sessions.ReturnAsync(session);
            return done;
        }
        catch
        {
            await sessions.GiveUpAsync(session);
            throw;
        }
    }

    private async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> InTransactionAsync(
        CopySession session, IReadOnlyList<LotMember> lot, IMoved moved, CancellationToken cancellationToken)
    {
        await using var transaction = await session.Target.BeginTransactionAsync(cancellationToken);
        var copies = lot.Select(member => (Member: member, Payload: PayloadJson.Read<CopyPayload>(member.Task.Payload))).ToList();
        await EmptyAsync(session, [.. copies.Select(copy => copy.Payload).Where(payload => !payload.IntoOwn)], cancellationToken);
        var done = new List<(LotMember Member, TaskResult Result, double? Seconds)>(lot.Count);
        foreach (var (member, payload) in copies)
        {
            var order = new CopyOrder(payload, payload.Predicate, !payload.IntoOwn, member.Attempt.Id, moved);
            var since = time.GetTimestamp();
            var result = await Lot.OfAsync(member, () => CopyAsync(session, order, cancellationToken));
            done.Add((member, result, time.GetElapsedTime(since).TotalSeconds));
        }

        await attempts.CompleteLotAsync(session.Target, done.Select(one => (one.Member.Attempt.Id, one.Result, one.Seconds)), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [.. done.Select(one => (one.Member.Task, one.Result))];
    }

    private async Task<TaskResult> CopyAsync(CopySession session, CopyOrder order, CancellationToken cancellationToken)
    {
        await TableReading.TakeAsync(session.Source, order.Payload.Source, withPartitions: false, cancellationToken);
        return await rows.RunAsync(session, order, cancellationToken);
    }

    private static async Task EmptyAsync(CopySession session, IReadOnlyList<CopyPayload> payloads, CancellationToken cancellationToken)
    {
        if (payloads.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(session.Target) { BatchCommands = { new NpgsqlBatchCommand(CopyStatement.Truncate(payloads)) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
