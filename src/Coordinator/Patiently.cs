using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator;

/// <summary>Tries a write to the ledger again, as the retry policy says, when it failed for a transient reason. Only for writes that
/// may be repeated.</summary>
internal static class Patiently
{
    public static async Task DoAsync(Run run, Func<Task> write, CancellationToken cancellationToken)
    {
        var retry = run.Options.Node.Retry;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception error) when (RetryPolicy.Decide(SqlStates.Classify(error), attempt, retry) == RetryDecision.Retry
                && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(RetryPolicy.Backoff(attempt, retry), run.Request.Time, cancellationToken);
            }
        }
    }
}
