using System.Collections.Immutable;

namespace ActorMigrate.Migration;

/// <summary>What one node knows of another's heart: when it beat last. Times are of the target's clock.</summary>
public readonly record struct HeartbeatSeen(NodeId Node, DateTime At);

/// <summary>The silences that one node has noticed so far: per silent node its last heartbeat, and when the silence was first seen
/// to be longer than the lease.</summary>
public sealed record Silences(ImmutableDictionary<NodeId, (DateTime LastBeat, DateTime NoticedAt)> Noticed)
{
    /// <summary>Nothing noticed yet.</summary>
    public static readonly Silences None = new(ImmutableDictionary<NodeId, (DateTime LastBeat, DateTime NoticedAt)>.Empty);
}

/// <summary>Decides who is dead. Pure; the only clock is the target's, which every node's heartbeat was stamped with.
/// <code>
///    beating ──silent for longer than the lease──▶ noticed ──still silent half a lease later──▶ dead
///       ▲                                             │
///       └────────────────── beat again ───────────────┘
/// </code>
/// One look is never enough: after the target was away, every heart has been silent, and the first who looks must not bury the rest.</summary>
public static class ReapPolicy
{
    /// <summary>Takes a look at the hearts of all nodes that live by the ledger, at the target's time <paramref name="now"/>.</summary>
    public static (Silences Silences, IReadOnlyList<HeartbeatSeen> Dead) Look(
        Silences before, IEnumerable<HeartbeatSeen> hearts, DateTime now, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(hearts);
        var noticed = Silences.None.Noticed;
        var dead = new List<HeartbeatSeen>();
        foreach (var heart in hearts.Where(heart => now - heart.At > lease))
        {
            var known = before.Noticed.TryGetValue(heart.Node, out var silence) && silence.LastBeat == heart.At;
            var since = known ? silence.NoticedAt : now;
            noticed = noticed.SetItem(heart.Node, (heart.At, since));
            if (known && now - since >= lease / 2)
                dead.Add(heart);
        }

        return (new Silences(noticed), dead);
    }
}
