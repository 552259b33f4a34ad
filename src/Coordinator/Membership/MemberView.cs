using ActorMigrate.Control.Nodes;
using Akka.Actor;
using Akka.Cluster;

namespace ActorMigrate.Coordinator.Membership;

/// <summary>Returns the cluster's view of each node of the ledger, in one word. Pure.</summary>
internal static class MemberView
{
    /// <summary>Returns the word of each node. A member that nobody hears is unreachable, whatever it was before.</summary>
    public static IReadOnlyList<NodeMember> Of(
        IEnumerable<Member> members, IEnumerable<Member> unreachable, IEnumerable<RegisteredNode> nodes)
    {
        var known = members.ToDictionary(member => member.UniqueAddress, member => WordOf(member.Status));
        foreach (var silent in unreachable)
            known[silent.UniqueAddress] = "unreachable";
        return [.. nodes.Select(
            node => new NodeMember(node.Id, AddressOf(node) is { } address ? known.GetValueOrDefault(address, "absent") : "absent"))];
    }

    /// <summary>Returns a node's address in the cluster, or null before it listens.</summary>
    public static UniqueAddress? AddressOf(RegisteredNode node) => AddressOf(node.Address, node.Uid);

    /// <inheritdoc cref="AddressOf(RegisteredNode)"/>
    public static UniqueAddress? AddressOf(string? address, long uid) =>
        address is null ? null : new UniqueAddress(Address.Parse(address), (int)uid);

    private static string WordOf(MemberStatus status) => status switch
    {
        MemberStatus.Joining or MemberStatus.WeaklyUp => "joining",
        MemberStatus.Up => "up",
        MemberStatus.Leaving or MemberStatus.Exiting => "leaving",
        MemberStatus.Down => "down",
        _ => "absent",
    };
}
