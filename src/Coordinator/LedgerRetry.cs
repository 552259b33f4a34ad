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

    /// <summary>Tries for as long as <paramref name="patience"/>, which may be infinite; then <see cref="TimeoutException"/>.</summary>
    public static async Task<T> RunAsync<T>(
        Run run, Func<CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var trying = RunAsync(run, () => work(deadline.Token), deadline.Token);
        try
        {
            return await trying.WaitAsync(patience, run.Request.Time, cancellationToken);
        }
        catch (TimeoutException late) when (!trying.IsCompleted)
        {
            throw new TimeoutException($"The target has not answered for {patience.TotalSeconds:F0} s.", late);
        }
        finally
        {
            // Beside this: the driver asks a server that hangs to cancel, and waits for it.
            _ = EndAsync(deadline);
        }
    }

    private static async Task EndAsync(CancellationTokenSource deadline)
    {
        await deadline.CancelAsync();
        deadline.Dispose();
    }

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
