using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>One node's heartbeat. It has its own connection, so that no other work of the node can delay it. A heartbeat that is not
/// answered in time closes the connection; the next one opens another.</summary>
internal sealed class Heartbeat(Database target, MigrationId migration, NodeId node, TimeSpan answerWithin, TimeProvider time)
    : IAsyncDisposable
{
    private LedgerSession session = new(target, SessionPurpose.Heartbeat);

    /// <summary>Writes one heartbeat and returns the ledger's answer, or null when the ledger holds the
    /// migration no more. One caller at a time.</summary>
    public async Task<Pulse?> BeatAsync()
    {
        using var deadline = new CancellationTokenSource(answerWithin, time);
        try
        {
            return await new NodeLedger(session, migration).BeatAsync(node, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            var hanging = session;
            session = new LedgerSession(target, SessionPurpose.Heartbeat);
            _ = hanging.DisposeAsync().AsTask();
            throw new TimeoutException($"The target has not answered a heartbeat for {answerWithin.TotalSeconds:F0} s.", late);
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
