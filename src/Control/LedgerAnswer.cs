namespace ActorMigrate.Control;

/// <summary>Bounds the wait for the ledger's answer. A connection that is there and carries no answer, as behind a proxy that hangs, would
/// be waited for without end; given up, it is replaced by another one.</summary>
public static class LedgerAnswer
{
    /// <summary>Asks, and throws <see cref="TimeoutException"/> when no answer has come within <paramref name="within"/>.</summary>
    public static async Task<T> OfAsync<T>(
        Func<CancellationToken, Task<T>> ask, TimeProvider time, TimeSpan within, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        using var deadline = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The target has not answered a query of the ledger for {within.TotalSeconds:F0} s.", late);
        }
    }
}
