using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tasks;

/// <summary>One task of a lot, with the attempt at it that has begun.</summary>
public sealed record LotMember(ClaimedTask Task, BegunAttempt Attempt);

/// <summary>The steps that every lot has in common.</summary>
public static class Lot
{
    /// <summary>Begins an attempt at each of <paramref name="tasks"/> on the session that writes for them, and answers with those that the
    /// node still holds, in the order in which lots go through tables: others that go through the same ones at the same time do not wait
    /// for them in a circle. Throws <see cref="FencedException"/> where the node holds none.</summary>
    public static async Task<IReadOnlyList<LotMember>> BeginAsync(
        AttemptLedger attempts, NpgsqlConnection writing, IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        ArgumentNullException.ThrowIfNull(begun);
        var made = await attempts.BeginLotAsync(writing, tasks.Select(task => task.Id), cancellationToken);
        begun(made);
        if (made.Count == 0)
            throw new FencedException(new AttemptId(tasks[0].Id, tasks[0].Attempts));
        return
        [
            .. tasks.Join(made, task => task.Id, attempt => attempt.Id.Task, (task, attempt) =>
                new LotMember(task with { Payload = attempt.Payload }, attempt))
                .OrderBy(member => member.Task.Kind == ObjectKinds.ForeignKey).ThenBy(member => member.Task.Relation ?? int.MaxValue)
                .ThenBy(member => member.Task.Id),
        ];
    }

    /// <summary>Completes a lot of tasks that move no rows within the caller's open transaction,
    /// commits it, and answers with the results.</summary>
    public static async Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> CompleteAsync(
        AttemptLedger attempts, NpgsqlConnection inTransaction, IReadOnlyList<LotMember> lot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        await attempts.CommitLotAsync(
            inTransaction, lot.Select(member => (member.Attempt.Id, TaskResult.Nothing, (double?)null)), cancellationToken);
        return [.. lot.Select(member => (member.Task, TaskResult.Nothing))];
    }

    /// <summary>Does <paramref name="work"/> for one member; what fails there is known to be that member's.</summary>
    public static async Task<T> OfAsync<T>(LotMember member, Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (Exception cause) when (cause is PostgresException or ServerFailureException)
        {
            throw new BrokenLotException(member.Task.Id, cause);
        }
    }
}
