using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>Looks after the other nodes with what a heartbeat has shown of them. Only the coordinator buries the dead and sweeps up what
/// they held; every write of its repeats its term. One caller at a time.</summary>
internal sealed class Watch(MemberSeat seat) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly LedgerSession session = new(seat.Target, SessionPurpose.Lease);
    private readonly HashSet<(NodeId Node, bool Holders)> ended = [];
    private Silences silences = Silences.None;

    /// <summary>Takes one look; tells when the coordinator's place is free.</summary>
    public async Task<CoordinatorGone?> LookAsync(Pulse pulse)
    {
        var hearts = pulse.Nodes.Where(node => !node.HasLeft).Select(node => new HeartbeatSeen(node.Id, node.HeartbeatAt));
        (silences, var dead) = ReapPolicy.Look(silences, hearts, pulse.Now, seat.Options.Lease);
        if (pulse.Coordinator != seat.Node)
            return Vacancy(pulse, dead);
        await SweepAsync(pulse, dead);
        return null;
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static CoordinatorGone? Vacancy(Pulse pulse, IReadOnlyList<HeartbeatSeen> dead)
    {
        var former = new CoordinatorTerm(pulse.Coordinator, pulse.Term);
        if (pulse.Nodes.Any(node => node.Id == pulse.Coordinator && node.HasLeft))
            return new CoordinatorGone(former, null);
        return dead.FirstOrDefault(heart => heart.Node == pulse.Coordinator) is { At: var last } silent && silent != default
            ? new CoordinatorGone(former, last)
            : null;
    }

    private async Task SweepAsync(Pulse pulse, IReadOnlyList<HeartbeatSeen> dead)
    {
        using var deadline = new CancellationTokenSource(Patience, seat.Time);
        var nodes = new NodeLedger(session, seat.Migration);
        foreach (var heart in dead)
            await nodes.ReapAsync(seat.Node, pulse.Term, heart, deadline.Token);
        await nodes.SweepAsync(seat.Node, pulse.Term, seat.Options.Retry.MaxAdoptions, deadline.Token);
        foreach (var node in await nodes.ReapedAsync(deadline.Token))
            await EndSessionsAsync(node, holders: pulse.Phase > Phase.TransferData, deadline.Token);
    }

    /// <summary>Ends what a dead node has left open on both servers, once; and once more, with its holders of the snapshot, when that is
    /// needed no longer. What is out of reach, or not this role's to end, is left to its own keepalives.</summary>
    private async Task EndSessionsAsync(NodeId dead, bool holders, CancellationToken cancellationToken)
    {
        if (!ended.Add((dead, holders)))
            return;
        foreach (var database in (Database[])[seat.Target, seat.Source])
        {
            try
            {
                await using var connection = await database.OpenAsync(SessionPurpose.Control, cancellationToken);
                await NodeSessions.EndAsync(connection, dead, holders, cancellationToken);
            }
            catch (Exception kept) when (kept is NpgsqlException or IOException or RefusedException or OperationCanceledException)
            {
            }
        }
    }
}
