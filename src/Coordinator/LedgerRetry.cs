using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator;

/// <summary>Tries work on the ledger again, as the retry policy says, when it failed for a transient reason. Only for reads, and for
/// writes that may be repeated.</summary>
internal static class LedgerRetry
{
    public static Task RunAsync(Run run, Func<Task> work, CancellationToken cancellationToken) => RunAsync(
        run,
        async () =>
        {
            await work();
            return true;
        },
        cancellationToken);

    public static async Task<T> RunAsync<T>(Run run, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var retry = run.Options.Shared.Retry;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception error) when (RetryPolicy.Decide(SqlStates.Classify(error), attempt, retry) == RetryDecision.Retry
                && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(RetryPolicy.Backoff(attempt, retry), run.Request.Time, cancellationToken);
            }
        }
    }
}
