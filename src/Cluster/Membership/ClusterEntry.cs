using System.Net.Sockets;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Akka.Actor;
using Akka.Cluster;

namespace ActorMigrate.Cluster.Membership;

/*  How a node becomes a member. The ledger says who founds the cluster, in one compare-and-set; everybody else joins the living nodes.

        registered ──founds──▶ joins itself ──────────────▶ member
            │  ▲
            │  └──nobody answered, tried again──┐
            └──others live──▶ joins their addresses ──────▶ member
                                   │
                                   └──time is up──▶ RefusedException: which address, from where, and what to do

    A founder that dies before anybody joined leaves a row that is silent for longer than the lease: then another one may found. Where
    that one had already been welcomed by the dead, it has to begin anew as another node, since an actor system joins one cluster only. */

/// <summary>Takes a node into its migration's cluster.</summary>
public sealed class ClusterEntry(ActorSystem system, NodeLedger nodes, NodeId node, TimeProvider time)
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(system);

    /// <summary>Makes a cluster of this node alone.</summary>
    public Task FoundAsync(CancellationToken cancellationToken) => cluster.JoinAsync(cluster.SelfAddress, cancellationToken);

    /// <summary>Founds the migration's cluster, or joins it, and records the membership in the ledger. Refused when the living nodes cannot
    /// be reached, or do not answer, unless the migration has ended meanwhile. Throws <see cref="StrandedException"/> where those that
    /// welcomed this node are gone.</summary>
    /// <param name="lease">A node without a heartbeat for so long is not waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EnterAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        for (var left = Timeouts.ClusterEntry; left > TimeSpan.Zero;)
        {
            var began = time.GetTimestamp();
            if (await nodes.FoundAsync(node, lease, cancellationToken))
            {
                if (IsStranded)
                    throw new StrandedException();
                await FoundAsync(cancellationToken);
            }
            else if (!await TryJoinAsync(lease, left < Timeouts.ClusterEntryTry ? left : Timeouts.ClusterEntryTry, cancellationToken))
            {
                // No try takes longer, unless this process was paused in it: then the others could not have answered.
                var took = time.GetElapsedTime(began);
                left -= took < Timeouts.ClusterEntryTry ? took : Timeouts.ClusterEntryTry;
                continue;
            }

            await nodes.JoinedAsync(node, cancellationToken);
            return;
        }

        // Nobody is left to be joined then; the node's heartbeat tells how the migration has ended.
        if (!await nodes.IsOverAsync(cancellationToken))
            throw await RefusalAsync(lease, cancellationToken);
    }

    /// <summary>Tells whether this node belongs to a cluster that has not made it a member yet.</summary>
    private bool IsStranded =>
        cluster.State.Members.Count > 0 && cluster.SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp;

    private async Task<bool> TryJoinAsync(TimeSpan lease, TimeSpan within, CancellationToken cancellationToken)
    {
        var seeds = (await nodes.SeedsAsync(node, lease, cancellationToken)).Select(seed => Address.Parse(seed.Address)).ToList();
        using var late = new CancellationTokenSource(within, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            if (seeds.Count == 0)
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            else
                await cluster.JoinSeedNodesAsync(seeds, bounded.Token);
            return seeds.Count > 0;
        }
        catch (Exception slow) when (slow is OperationCanceledException or Akka.Cluster.ClusterJoinFailedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private async Task<RefusedException> RefusalAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        var seeds = await nodes.SeedsAsync(node, lease, cancellationToken);
        var tried = await Task.WhenAll(seeds.Select(async seed =>
            $"{seed.Name} at {Address.Parse(seed.Address).Host}:{Address.Parse(seed.Address).Port} ({await ReachAsync(seed)})"));
        return new RefusedException(
            $"This node, at {cluster.SelfAddress.Host}:{cluster.SelfAddress.Port} of {Environment.MachineName}, cannot "
            + "join the migration's nodes: "
            + $"{(tried.Length == 0 ? "none of them has an address yet" : string.Join("; ", tried))}.",
            "Nodes on different machines need --listen ADDRESS on each of them, the first one included, with an "
            + "address that the others can reach "
            + "(--advertise, where it goes by another name there), and an open port between them.");
    }

    private static async Task<string> ReachAsync(SeedNode seed)
    {
        var address = Address.Parse(seed.Address);
        using var socket = new TcpClient();
        try
        {
            using var bounded = new CancellationTokenSource(Timeouts.SeedConnection);
            await socket.ConnectAsync(address.Host, address.Port ?? 0, bounded.Token);
            return "it accepts connections, and does not answer as a member";
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode.ToString();
        }
        catch (OperationCanceledException)
        {
            return "no answer";
        }
    }
}
