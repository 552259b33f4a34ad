using System.Net;
using System.Net.Sockets;
using ActorMigrate.Cluster.Membership;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.TestServers;
using Akka.Actor;

namespace ActorMigrate.Cluster.Tests.Membership;

public sealed class ClusterEntryTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly List<Socket> mute = [];
    private ClusterLedger ledger = null!;

    public async Task InitializeAsync() => ledger = await ClusterLedger.CreateAsync();

    public async Task DisposeAsync()
    {
        foreach (var socket in mute)
            socket.Dispose();
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task The_first_founds_the_cluster_and_the_next_joins_it()
    {
        await using var first = await ledger.StartNodeAsync("first");
        await using var second = await ledger.StartNodeAsync("second");

        await EnterAsync(first);
        await EnterAsync(second);

        await first.SeesAsync(2);
        await second.SeesAsync(2);
        Assert.Equal(first.Id.Value, await ledger.ScalarAsync<Guid>("SELECT founder FROM actormigrate.migration"));
        Assert.Equal(2L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.node WHERE joined_at IS NOT NULL"));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Nodes_reach_each_other_by_the_addresses_that_they_are_given(string listen, string? advertise)
    {
        var address = new ListenAddress(listen, 0) { AdvertisedHost = advertise };
        await using var first = await ledger.StartNodeAsync("first", address);
        await using var second = await ledger.StartNodeAsync("second", address);

        await EnterAsync(first);
        await EnterAsync(second);

        await first.SeesAsync(2);
        await second.SeesAsync(2);
        Assert.Equal(advertise ?? $"[{listen}]", second.Address.Host);
    }

    [Fact]
    public async Task Nodes_behind_gateways_reach_each_other_by_addresses_and_ports_that_are_not_theirs()
    {
        await using var here = new Gateway();
        await using var there = new Gateway();
        await using var first = await ledger.StartNodeAsync("first", here.Address);
        await using var second = await ledger.StartNodeAsync("second", there.Address);

        await EnterAsync(first);
        await EnterAsync(second);

        await first.SeesAsync(2);
        await second.SeesAsync(2);
        Assert.Equal(there.Address.AdvertisedPort, second.Address.Port);
        // The second node's connection may serve both directions, so only the first one's gateway is sure to be used.
        Assert.NotEqual(0, here.Carried);
    }

    /// <summary>Addresses of this machine, with the name by which others know it. Not every machine that runs tests has IPv6.</summary>
    public static TheoryData<string, string?> Addresses()
    {
        var all = new TheoryData<string, string?> { { "127.0.0.1", "localhost" }, { "0.0.0.0", "127.0.0.1" } };
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            all.Add("::1", null);
        }
        catch (SocketException)
        {
        }

        return all;
    }

    [Fact]
    public async Task Of_several_that_come_at_once_one_founds_and_all_are_in_one_cluster()
    {
        var nodes = new List<TestNode>();
        for (var i = 0; i < 4; i++)
            nodes.Add(await ledger.StartNodeAsync($"node {i}"));

        await Task.WhenAll(nodes.Select(EnterAsync));

        foreach (var node in nodes)
            await node.SeesAsync(4);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task A_stale_address_beside_a_living_one_holds_nobody_up()
    {
        await StaleAsync("stale");
        await ledger.ExecuteAsync("UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() - interval '1 hour'");
        await using var first = await ledger.StartNodeAsync("first");
        await EnterAsync(first);
        await ledger.ExecuteAsync("UPDATE actormigrate.node SET heartbeat_at = clock_timestamp()");
        await using var second = await ledger.StartNodeAsync("second");

        await EnterAsync(second);

        await second.SeesAsync(2);
    }

    [Fact]
    public async Task A_founder_that_died_before_anybody_joined_is_followed_by_another_once_its_lease_is_over()
    {
        var dead = await StaleAsync("dead", joined: false);
        Assert.True(await ledger.Nodes.FoundAsync(dead, Lease, default));
        await ledger.ExecuteAsync("UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() - interval '1 hour'");
        await using var next = await ledger.StartNodeAsync("next");

        await EnterAsync(next);

        await next.SeesAsync(1);
    }

    [Fact]
    public async Task A_node_that_cannot_reach_the_others_is_told_which_address_from_where_and_what_to_do_within_half_a_minute()
    {
        var port = DeadPort();
        await StaleAsync("far", port);
        await using var lone = await ledger.StartNodeAsync("lone");
        var time = new ManualTime();

        var entering = new ClusterEntry(lone.System, ledger.Nodes, lone.Id, time).EnterAsync(Lease, default);
        await time.FireAsync(entering.ContinueWith(_ => { }, TaskScheduler.Default)).WaitAsync(Patience);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => entering);
        Assert.Contains($"far at 127.0.0.3:{port} (ConnectionRefused)", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"at 127.0.0.1:{lone.Address.Port} of {Environment.MachineName}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--listen", refused.Remedy, StringComparison.Ordinal);
        Assert.Contains("--advertise", refused.Remedy, StringComparison.Ordinal);
        // Two more seconds may go into the connection that finds out why.
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(28));
        Assert.False(lone.System.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_node_that_finds_nobody_because_the_migration_has_ended_is_not_refused()
    {
        await StaleAsync("far");
        await using var lone = await ledger.StartNodeAsync("lone");
        var time = new ManualTime();
        var entering = new ClusterEntry(lone.System, ledger.Nodes, lone.Id, time).EnterAsync(Lease, default);
        await time.WhenAwaitedAsync().WaitAsync(Patience);

        await ledger.ExecuteAsync("UPDATE actormigrate.migration SET outcome = 'Succeeded'");
        await time.FireAsync(entering.ContinueWith(_ => { }, TaskScheduler.Default)).WaitAsync(Patience);

        await entering;
    }

    [Fact]
    public async Task A_node_whose_process_is_paused_while_it_joins_tries_again_when_it_goes_on()
    {
        await StaleAsync("far");
        await using var first = await ledger.StartNodeAsync("first");
        await using var second = await ledger.StartNodeAsync("second");
        var time = new ManualTime();
        var entering = new ClusterEntry(second.System, ledger.Nodes, second.Id, time).EnterAsync(Lease, default);
        await time.WhenAwaitedAsync().WaitAsync(Patience);

        await ledger.ExecuteAsync("UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() - interval '1 hour' WHERE name = 'far'");
        await EnterAsync(first);
        time.Advance(TimeSpan.FromHours(1));

        await entering.WaitAsync(Patience);
        await second.SeesAsync(2);
    }

    [Fact]
    public async Task A_node_whose_cluster_goes_away_while_it_is_taken_in_has_to_begin_anew()
    {
        // A node that was made a member before the connection was cut shows nothing: the next one may be slower.
        while (!await IsStrandedAsync())
        {
        }
    }

    private async Task<bool> IsStrandedAsync()
    {
        await using var here = new Gateway();
        await using var there = new Gateway();
        await using var first = await ledger.StartNodeAsync($"first {Guid.NewGuid()}", here.Address);
        await using var second = await ledger.StartNodeAsync($"second {Guid.NewGuid()}", there.Address);
        await EnterAsync(first);
        var time = new ManualTime();

        var entering = new ClusterEntry(second.System, ledger.Nodes, second.Id, time).EnterAsync(Lease, default);
        await second.SeesAsync(1);
        here.Cut();
        there.Cut();
        await ledger.ExecuteAsync(
            $"UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() - interval '1 hour' WHERE id = '{first.Id.Value}'");
        await time.FireAsync(entering.ContinueWith(_ => { }, TaskScheduler.Default)).WaitAsync(Patience);
        var isMember = entering.IsCompletedSuccessfully;
        if (!isMember)
            await Assert.ThrowsAsync<StrandedException>(() => entering);
        await ledger.ExecuteAsync("UPDATE actormigrate.node SET left_at = clock_timestamp()");
        return !isMember;
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_while_it_joins_stops_at_once()
    {
        await StaleAsync("far");
        await using var lone = await ledger.StartNodeAsync("lone");
        using var stop = new CancellationTokenSource();

        var entering = new ClusterEntry(lone.System, ledger.Nodes, lone.Id, TimeProvider.System).EnterAsync(Lease, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering.WaitAsync(Patience));
    }

    private Task EnterAsync(TestNode node) =>
        new ClusterEntry(node.System, ledger.Nodes, node.Id, TimeProvider.System).EnterAsync(Lease, default).WaitAsync(Patience);

    /// <summary>A node that lives by the ledger, at an address of this machine where nothing listens.</summary>
    private async Task<NodeId> StaleAsync(string name, int? port = null, bool joined = true)
    {
        var node = new NodeId(Guid.NewGuid());
        var address = new Address("akka.ssl.tcp", ClusterSystem.Name, "127.0.0.3", port ?? DeadPort());
        await ledger.RegisterAsync(node, name, new NodeAddress(address.ToString(), 1, "no fingerprint"));
        if (joined)
            await ledger.Nodes.JoinedAsync(node, default);
        return node;
    }

    // Nobody else gets a port that is bound, and nobody is heard there before somebody listens.
    private int DeadPort()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        mute.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
