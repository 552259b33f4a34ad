using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Runs the work of one attempt in one transaction of the target, on sessions that are given up when it fails.</summary>
internal static class CopyTransaction
{
    /// <summary>Makes the source's session ready while the target's transaction begins, does the work, and commits it with the completion
    /// of the task.</summary>
    public static async Task<TaskResult> RunAsync(
        CopySessions sessions, AttemptLedger attempts, AttemptId attempt, IMoved moved, Func<NpgsqlConnection, Task> makeReady,
        Func<CopySession, Task<TaskResult>> work, CancellationToken cancellationToken)
    {
        var session = await sessions.RentAsync(moved, cancellationToken);
        try
        {
            await using (var begin = AttemptLedger.BeginWork(session.Target, attempt))
                await Task.WhenAll(makeReady(session.Source), begin.ExecuteNonQueryAsync(cancellationToken));
            var result = await work(session);
            await attempts.CommitAsync(session.Target, attempt, result, cancellationToken);
            await sessions.ReturnAsync(session);
            return result;
        }
        catch
        {
            await sessions.GiveUpAsync(session);
            throw;
        }
    }
}
