using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Cluster.Membership;
using ActorMigrate.Cluster.Security;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMigrate.Cluster.Tests;

/// <summary>The actor system of one node as the product sets it up, with the settings of
/// <c>hocon/reference.conf</c>, on loopback.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost host;

    private TestNode(IHost host, NodeId id, X509Certificate2 certificate)
    {
        (this.host, Id, Certificate) = (host, id, certificate);
        System = host.Services.GetRequiredService<ActorSystem>();
        Cluster = Akka.Cluster.Cluster.Get(System);
    }

    public NodeId Id { get; }

    public X509Certificate2 Certificate { get; }

    public string Fingerprint => NodeCertificate.FingerprintOf(Certificate);

    public ActorSystem System { get; }

    public Akka.Cluster.Cluster Cluster { get; }

    public Address Address => Cluster.SelfAddress;

    public NodeAddress InLedger => new(Address.ToString(), Cluster.SelfUniqueAddress.Uid, Fingerprint);

    /// <summary>Starts a node that accepts the certificates that <paramref name="known"/> names.</summary>
    public static async Task<TestNode> StartAsync(
        Func<CancellationToken, Task<IReadOnlyCollection<string>>> known, Func<LeaseLedger?>? lease = null, ListenAddress? listen = null)
    {
        var (id, certificate) = (new NodeId(Guid.NewGuid()), NodeCertificate.Create(TimeProvider.System));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAkka(ClusterSystem.Name, (akka, _) => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers())
            .AddCluster(new ClusterSystemOptions
            {
                Listen = listen ?? ListenAddress.Loopback,
                Certificate = certificate,
                Known = new KnownNodes(known, TimeProvider.System),
                Lease = new LedgerLeaseSetup { Node = id, Ledger = lease ?? (() => null), Time = TimeProvider.System },
                NodeLease = TimeSpan.FromSeconds(10),
                Settings = Reference.Load(),
            }));
        var host = builder.Build();
        await host.StartAsync();
        return new TestNode(host, id, certificate);
    }

    /// <summary>Waits until the node sees so many members that are up.</summary>
    public async Task SeesAsync(int members)
    {
        var seen = new TaskCompletionSource();
        var watcher = System.ActorOf(Props.Create(() => new Watcher(members, seen)));
        await seen.Task.WaitAsync(Patience);
        await watcher.GracefulStop(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate().WaitAsync(Patience);
        host.Dispose();
        Certificate.Dispose();
    }

    private sealed class Watcher : ReceiveActor
    {
        private readonly HashSet<UniqueAddress> up = [];

        public Watcher(int members, TaskCompletionSource seen)
        {
            Receive<ClusterEvent.MemberUp>(one =>
            {
                up.Add(one.Member.UniqueAddress);
                if (up.Count == members)
                    seen.TrySetResult();
            });
            Receive<ClusterEvent.MemberRemoved>(one => up.Remove(one.Member.UniqueAddress));
            ReceiveAny(_ => { });
        }

        protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberUp),
            typeof(ClusterEvent.MemberRemoved));

        protected override void PostStop() => Akka.Cluster.Cluster.Get(Context.System).Unsubscribe(Self);
    }
}
