using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Finds out whether the target has refused a row of a COPY that is still being sent. The server reports the error at once, but
/// then discards all further data (manual, section 55.2.6), and the error is read only when the COPY is completed. Without this check, the
/// rest of a huge table would be read and sent in vain. A second session reads the state of the backend.</summary>
internal sealed class RefusalWatch : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource refused = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task looking;

    /// <summary>Looks until it is disposed.</summary>
    public RefusalWatch(AttemptLedger attempts, AttemptId attempt, TimeProvider time) => looking = LookAsync(attempts, attempt, time);

    /// <summary>Cancelled when the target has refused.</summary>
    public CancellationToken Refused => refused.Token;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        refused.Dispose();
    }

    private async Task LookAsync(AttemptLedger attempts, AttemptId attempt, TimeProvider time)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stop.Token))
        {
            if (await IsRefusedAsync(attempts, attempt))
            {
                await refused.CancelAsync();
                return;
            }
        }
    }

    /// <summary>Asks the ledger whether the target has refused. A ledger that does not answer is asked again; the copy itself finds out
    /// when the target is gone.</summary>
    private async Task<bool> IsRefusedAsync(AttemptLedger attempts, AttemptId attempt)
    {
        try
        {
            return await attempts.IsAbortedAsync(attempt, stop.Token);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>The target has refused a row; its reason is read by completing the COPY.</summary>
internal sealed class CopyRefusedException() : Exception("The target has refused a row of the COPY.");
