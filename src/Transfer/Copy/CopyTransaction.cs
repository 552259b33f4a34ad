using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Runs the work of one attempt in one transaction of the target, on sessions that are given up when it fails.</summary>
internal static class CopyTransaction
{
    public static async Task<TaskResult> RunAsync(
        CopySessions sessions, AttemptId attempt, Func<CopySession, Task<TaskResult>> work, CancellationToken cancellationToken)
    {
        var session = await sessions.RentAsync(cancellationToken);
        try
        {
            await AttemptLedger.NoteBackendAsync(session.Target, attempt, cancellationToken);
            var result = await InTransactionAsync(session, work, cancellationToken);
            await sessions.ReturnAsync(session);
            return result;
        }
        catch
        {
            await sessions.GiveUpAsync(session);
            throw;
        }
    }

    /// <summary>Runs one transaction on sessions that stay the caller's.</summary>
    public static async Task<TaskResult> InTransactionAsync(
        CopySession session, Func<CopySession, Task<TaskResult>> work, CancellationToken cancellationToken)
    {
        var transaction = await session.Target.BeginTransactionAsync(cancellationToken);
        var result = await work(session);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
