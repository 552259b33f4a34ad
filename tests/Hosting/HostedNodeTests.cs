using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Cluster;
using ActorMigrate.Cluster.Membership;
using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Security;
using ActorMigrate.Cluster.Tests;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Remote;

namespace ActorMigrate.Hosting.Tests;

/// <summary>The actor system of one node, set up by Akka.Hosting as the product sets it up, without a ledger.</summary>
public sealed class HostedNodeTests : Akka.Hosting.TestKit.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NodeId id = new(Guid.NewGuid());
    private readonly X509Certificate2 certificate = NodeCertificate.Create(TimeProvider.System);

    public HostedNodeTests()
        : base(ClusterSystem.Name, startupTimeout: Patience)
    {
    }

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) =>
        builder.AddCluster(new ClusterSystemOptions
        {
            Listen = new ListenAddress("127.0.0.1", 0),
            Certificate = certificate,
            Known = new KnownNodes(
                _ => Task.FromResult<IReadOnlyCollection<string>>([NodeCertificate.FingerprintOf(certificate)]), TimeProvider.System),
            Lease = new LedgerLeaseSetup { Node = id, Ledger = () => null, Time = TimeProvider.System },
            NodeLease = TimeSpan.FromSeconds(10),
            Settings = Reference.Load(),
        });

    [Fact]
    public void The_system_has_the_name_that_every_node_has() => Assert.Equal(ClusterSystem.Name, Sys.Name);

    [Fact]
    public async Task A_node_that_founds_the_cluster_is_its_only_member_and_leads_it()
    {
        var cluster = await FoundAsync();

        // The extension's own copy of the state may lag behind the event.
        cluster.SendCurrentClusterState(TestActor);
        var state =
            await ExpectMsgAsync<ClusterEvent.CurrentClusterState>(Patience, cancellationToken: TestContext.Current.CancellationToken);
        var member = Assert.Single(state.Members);
        Assert.Equal(MemberStatus.Up, member.Status);
        Assert.Contains(ClusterSystem.Role, member.Roles);
        Assert.Equal(cluster.SelfAddress, state.Leader);
    }

    [Fact]
    public void Remoting_listens_on_the_address_that_was_given_with_tls()
    {
        var address = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;

        Assert.Equal("akka.ssl.tcp", address.Protocol);
        Assert.Equal("127.0.0.1", address.Host);
        Assert.True(address.Port > 0);
        Assert.IsType<RemoteActorRefProvider>(((ExtendedActorSystem)Sys).Provider, exactMatch: false);
    }

    [Fact]
    public async Task An_order_starts_the_entity_of_its_node_once_and_reaches_it()
    {
        var cluster = await FoundAsync();
        var place = new NodePlace(id, cluster.SelfAddress.Host!, cluster.SelfAddress.Port!.Value);
        var region = await StartRegionAsync();

        region.Tell(new Prime(place), TestActor);
        var first = await ExpectMsgAsync<Reached>(Patience, cancellationToken: TestContext.Current.CancellationToken);
        region.Tell(new Prime(place), TestActor);
        var second = await ExpectMsgAsync<Reached>(Patience, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(place.EntityId(0), first.Entity);
        Assert.Equal(first.Instance, second.Instance);
    }

    [Fact]
    public async Task A_host_that_stops_takes_its_node_out_of_the_cluster_first()
    {
        var cluster = await FoundAsync();
        var removed = new TaskCompletionSource();
        cluster.RegisterOnMemberRemoved(removed.SetResult);

        await Host.StopAsync(TestContext.Current.CancellationToken);

        await removed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Sys.WhenTerminated.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(cluster.IsTerminated);
    }

    protected override async Task AfterAllAsync()
    {
        await base.AfterAllAsync();
        certificate.Dispose();
    }

    private async Task<Akka.Cluster.Cluster> FoundAsync()
    {
        var cluster = Akka.Cluster.Cluster.Get(Sys);
        var up = new TaskCompletionSource();
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(cluster.SelfAddress);
        await up.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return cluster;
    }

    private Task<IActorRef> StartRegionAsync() => ClusterSharding.Get(Sys).StartAsync(
        "transfer", entity => Props.Create(() => new Echo(entity)),
        ClusterShardingSettings.Create(Sys).WithRole(ClusterSystem.Role).WithStateStoreMode(StateStoreMode.DData),
        new TaskExtractor(), new NodeAllocation(), PoisonPill.Instance);

    /// <summary>The answer of an entity: its id, and which of its incarnations answers.</summary>
    private sealed record Reached(string Entity, Guid Instance);

    private sealed class Echo : ReceiveActor
    {
        private readonly Guid instance = Guid.NewGuid();

        public Echo(string entity) => ReceiveAny(_ => Sender.Tell(new Reached(entity, instance)));
    }
}
