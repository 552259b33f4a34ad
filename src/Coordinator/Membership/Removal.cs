using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>Takes removed nodes out of the ledger and takes back what they held; every write repeats the coordinator's term. One caller at
/// a time.</summary>
internal sealed class Removal(Run run, LedgerSession session) : IAsyncDisposable
{
    private readonly NodeLedger nodes = new(session, run.Request.Id);
    private readonly HashSet<(NodeId Node, bool Holders)> ended = [];
    private HashSet<NodeMember> recorded = [];

    /// <summary>Returns the nodes that have not left by the ledger.</summary>
    public async Task<IReadOnlyList<RegisteredNode>> RegisteredAsync()
    {
        using var deadline = new CancellationTokenSource(Timeouts.Removal, run.Request.Time);
        return await nodes.RegisteredAsync(deadline.Token);
    }

    /// <summary>Ends the rows of <paramref name="removed"/>, takes tasks back from all nodes that have left, and ends the sessions that
    /// removed nodes have left open; those that hold the snapshot only when <paramref name="holders"/> says so. Records how nodes are
    /// <paramref name="seen"/> in the cluster.</summary>
    public async Task SweepAsync(IEnumerable<NodeId> removed, bool holders, IReadOnlyList<NodeMember> seen)
    {
        using var deadline = new CancellationTokenSource(Timeouts.Removal, run.Request.Time);
        await RecordAsync(seen, deadline.Token);
        foreach (var node in removed)
            await nodes.EndAsync(run.Term.Coordinator, run.Term.Term, node, deadline.Token);
        await nodes.SweepAsync(run.Term.Coordinator, run.Term.Term, run.Options.Shared.Retry.MaxAdoptions, deadline.Token);
        foreach (var node in await nodes.ReapedAsync(deadline.Token))
            await EndSessionsAsync(node, holders, deadline.Token);
    }

    /// <summary>Records how the cluster sees its nodes, where something has changed since the last look of this coordinator.</summary>
    private async Task RecordAsync(IReadOnlyList<NodeMember> seen, CancellationToken cancellationToken)
    {
        if (recorded.SetEquals(seen))
            return;
        await nodes.SeeMembersAsync(run.Term.Coordinator, run.Term.Term, seen, cancellationToken);
        recorded = [.. seen];
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>Ends a removed node's sessions once; and once more, with its holders of the
    /// snapshot, when that is needed no longer.</summary>
    private Task EndSessionsAsync(NodeId removed, bool holders, CancellationToken cancellationToken) =>
        ended.Add((removed, holders)) ? EndSessionsAsync(run.Request, removed, holders, cancellationToken) : Task.CompletedTask;

    /// <summary>Ends the sessions of a node that is gone, on both servers. Sessions that are out of reach, or that this role may not end,
    /// end by their keepalives.</summary>
    public static async Task EndSessionsAsync(RunRequest run, NodeId gone, bool holders, CancellationToken cancellationToken)
    {
        foreach (var database in (Database[])[run.Target, run.Source])
        {
            try
            {
                await using var connection = await database.OpenAsync(SessionPurpose.Control, cancellationToken);
                await NodeSessions.EndAsync(connection, gone, holders, cancellationToken);
            }
            catch (Exception kept) when (kept is NpgsqlException or IOException or RefusedException or OperationCanceledException)
            {
            }
        }
    }
}
