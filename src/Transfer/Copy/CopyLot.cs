using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Copies the small tables of a lot one after the other, in one transaction of the target. A table whose file has no pages is
/// empty: it is locked as TRUNCATE would do, and is spared the files that TRUNCATE makes anew, which take longer than the rows. Others are
/// emptied, and filled by COPY with FREEZE, as <see cref="TableCopy"/> does with one.</summary>
public sealed class CopyLot(
    CopySessions sessions, AttemptLedger attempts, TimeProvider time, int bufferBytes, Throttle? throttle = null) : ILotRunner
{
    /// <summary>Of the tables $1, those that may hold rows. Only of heaps (2) is it known that a file without pages holds none. Sizes are
    /// asked of these tables alone, not of what else the planner would scan, because pg_relation_size waits for locks.</summary>
    private const string PagesSql = """
        SELECT named.place::pg_catalog.int4
        FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS named (name, place)
        WHERE CASE (SELECT c.relam FROM pg_catalog.pg_class AS c WHERE c.oid = named.name::pg_catalog.regclass)
            WHEN 2 THEN pg_catalog.pg_relation_size(named.name::pg_catalog.regclass) > 0
            ELSE true
        END
        """;

    private readonly RowCopy rows = new(attempts, time, bufferBytes, throttle);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(moved);
        var session = await sessions.RentAsync(moved, cancellationToken);
        try
        {
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
        await TakeAsync(session, copies, cancellationToken);
        var emptied =
            await EmptyAsync(session, [.. copies.Select(copy => copy.Payload).Where(payload => !payload.IntoOwn)], cancellationToken);
        var done = new List<(LotMember Member, TaskResult Result, double? Seconds)>(lot.Count);
        foreach (var (member, payload) in copies)
        {
            var order = new CopyOrder(payload, payload.Predicate, emptied.Contains(payload), member.Attempt.Id, moved);
            var since = time.GetTimestamp();
            var result = await Lot.OfAsync(member, () => rows.RunAsync(session, order, cancellationToken));
            done.Add((member, result, time.GetElapsedTime(since).TotalSeconds));
        }

        await attempts.CommitLotAsync(
            session.Target, done.Select(one => (one.Member.Attempt.Id, one.Result, one.Seconds)), cancellationToken);
        return [.. done.Select(one => (one.Member.Task, one.Result))];
    }

    /// <summary>Locks the source's tables for reading, all at once.</summary>
    private static async Task TakeAsync(
        CopySession session, IReadOnlyList<(LotMember Member, CopyPayload Payload)> copies, CancellationToken cancellationToken)
    {
        var tables = copies.Select(copy => (copy.Payload.Source, false)).ToList();
        if (await TableReading.LockAllAsync(session.Source, tables, cancellationToken) is (var index, var cause))
            throw new BrokenLotException(copies[index].Member.Task.Id, cause);
    }

    /// <summary>Makes sure that nobody writes to the target's tables and that they are empty.
    /// Answers with those that had to be emptied.</summary>
    private static async Task<IReadOnlySet<CopyPayload>> EmptyAsync(
        CopySession session, IReadOnlyList<CopyPayload> payloads, CancellationToken cancellationToken)
    {
        if (payloads.Count == 0)
            return new HashSet<CopyPayload>();
        await using var look = new NpgsqlBatch(session.Target)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(CopyStatement.Lock(payloads)),
                new NpgsqlBatchCommand(PagesSql) { Parameters = { new NpgsqlParameter
                    { Value = payloads.Select(payload => Identifier.Qualify(payload.Target)).ToArray() } } },
            },
        };
        var full = new HashSet<CopyPayload>();
        await using (var reader = await look.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                full.Add(payloads[reader.GetInt32(0) - 1]);
        }

        if (full.Count > 0)
        {
            await using var truncate = new NpgsqlCommand(CopyStatement.Truncate(full), session.Target);
            await truncate.ExecuteNonQueryAsync(cancellationToken);
        }

        return full;
    }
}
