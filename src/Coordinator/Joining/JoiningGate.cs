using System.Data;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Lets one node at a time look for free connections and reserve them with its row, so that two that join at once do not count on
/// the same ones. A node that is paused at the gate has no row yet by which others could know it for dead; its session is ended by those
/// who wait. Disposing opens the gate for the next.</summary>
internal sealed class JoiningGate : IAsyncDisposable
{
    private const int Tries = 12;

    private static readonly string EndIdle = SqlText.Load(typeof(JoiningGate).Assembly, "end-idle-at-gate.sql");

    private readonly NpgsqlConnection target;

    private JoiningGate(NpgsqlConnection target) => this.target = target;

    /// <summary>Registers the node with slots that fit the free connections, and returns these options. Waits up to two minutes for others
    /// that join; then a <see cref="RefusedException"/> names who holds the gate.</summary>
    public static async Task<NodeOptions> RegisterAsync(
        NodeRequest request, ServersSeen seen, NodeOptions wanted, NodeLedger nodes, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await using var gate = new JoiningGate(await request.Target.OpenAsync(SessionPurpose.Preflight, cancellationToken));
            try
            {
                if (await gate.PassAsync(cancellationToken))
                {
                    var fitted = await gate.FitAsync(request, seen, wanted, nodes, cancellationToken);
                    await nodes.RegisterAsync(
                        OwnNode.Draft(request.Node, request.NodeName, request.ToolVersion, fitted, request.Address), cancellationToken);
                    return fitted;
                }

                if (await gate.EndIdleAsync(cancellationToken) is { } holder && tries >= Tries)
                {
                    throw new RefusedException(
                        $"This node cannot join: {holder} in the target still holds the lock that lets one node join at a time.",
                        "Look in the target's pg_stat_activity at what it does; wait for it or end it (pg_terminate_backend), "
                        + "then try again.");
                }
            }
            catch (Exception ended) when ((ended is NpgsqlException or IOException) && tries < Tries
                && gate.target.FullState.HasFlag(ConnectionState.Broken))
            {
                // This process was paused here, and another node has ended the session.
            }
        }
    }

    /// <summary>Passes the gate; false when it stays shut for ten seconds.</summary>
    private async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        var sql = $"SET lock_timeout = {(long)Timeouts.JoiningGate.TotalMilliseconds}; "
            + "SELECT pg_advisory_lock(hashtextextended('actormigrate.join', 0))";
        try
        {
            await using var take = new NpgsqlCommand(sql, target);
            await take.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException shut) when (shut.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>Ends the session at the gate where it has done nothing for eight seconds, and names it. Null when nobody is there any
    /// more.</summary>
    private async Task<string?> EndIdleAsync(CancellationToken cancellationToken)
    {
        await using var end = new NpgsqlCommand(EndIdle, target);
        return (string?)await end.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Returns the options, fitted to the connections that are free on both sides and that no other node has reserved.</summary>
    private async Task<NodeOptions> FitAsync(
        NodeRequest request, ServersSeen seen, NodeOptions wanted, NodeLedger nodes, CancellationToken cancellationToken)
    {
        var reserved = await nodes.ReservationsAsync(cancellationToken);
        await using var source = await request.Source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        // Within a transaction, the view of sessions does not change: the sessions that are counted are those that are not free.
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
