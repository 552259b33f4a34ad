using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Lets one node at a time look for free connections and reserve them with its row, so that two that join at once do not count on
/// the same ones. Disposing opens the gate for the next.</summary>
internal sealed class JoiningGate : IAsyncDisposable
{
    private readonly NpgsqlConnection target;

    private JoiningGate(NpgsqlConnection target) => this.target = target;

    /// <summary>Passes the gate, or fails with 55P03 when it stays shut.</summary>
    public static async Task<JoiningGate> PassAsync(Database database, CancellationToken cancellationToken)
    {
        const string sql = "SET lock_timeout = '30s'; SELECT pg_advisory_lock(hashtextextended('actormigrate.join', 0))";
        var gate = new JoiningGate(await database.OpenAsync(SessionPurpose.Preflight, cancellationToken));
        try
        {
            await using var take = new NpgsqlCommand(sql, gate.target);
            await take.ExecuteNonQueryAsync(cancellationToken);
            return gate;
        }
        catch
        {
            await gate.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the options, fitted to the connections that are free on both sides and that no other node has reserved.</summary>
    public async Task<NodeOptions> FitAsync(
        NodeRequest request, ServersSeen seen, NodeOptions wanted, NodeLedger nodes, CancellationToken cancellationToken)
    {
        var reserved = await nodes.ReservationsAsync(cancellationToken);
        await using var source = await request.Source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        // Within a transaction, what a server shows of its sessions stands still: those that are counted are those that are not free.
        await using var sourceLook = await source.BeginTransactionAsync(cancellationToken);
        await using var targetLook = await target.BeginTransactionAsync(cancellationToken);
        var free = await ServerFacts.ReadAsync(source, cancellationToken);
        var freeInTarget = await ServerFacts.ReadAsync(target, cancellationToken);
        var ids = reserved.Select(reservation => reservation.Node).Append(request.Node).ToList();
        var inSource = await NodeSessions.CountAsync(source, ids, cancellationToken);
        var inTarget = await NodeSessions.CountAsync(target, ids, cancellationToken);
        // Sessions that this node has open already count as free: they are part of its own need.
        return ServerRules.CheckJoining(
            seen with
            {
                Source = free with
                {
                    FreeConnections = ConnectionBudget.Unreserved(
                        free.FreeConnections + inSource[request.Node], reserved.Select(node => (node.Source, inSource[node.Node]))),
                },
                Target = freeInTarget with
                {
                    FreeConnections = ConnectionBudget.Unreserved(
                        freeInTarget.FreeConnections + inTarget[request.Node], reserved.Select(node => (node.Target, inTarget[node.Node]))),
                },
            },
            wanted);
    }

    public ValueTask DisposeAsync() => target.DisposeAsync();
}
