using ActorMigrate.Cluster;
using ActorMigrate.Cluster.Membership;
using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Security;
using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Transfer.Actors;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorMigrate.Host.Nodes;

/// <summary>The migration that a process is to take part in, as far as its actor system must know it: its id in the target's ledger, and
/// the lease that its nodes go by.</summary>
internal sealed record ClusterIdentity(MigrationId Migration, NodeId Node, TimeSpan Lease);

/// <summary>The host of one node's actor system, which is a member of the migration's cluster; its log goes to where progress is shown.
/// Disposing leaves the cluster and terminates the system.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private static readonly TimeSpan EntersEvery = TimeSpan.FromSeconds(1);

    private readonly IHost host;
    private readonly LedgerSession session;
    private readonly ClusterIdentity identity;
    private readonly TimeProvider time;
    private readonly ActorSystem system;
    private readonly Akka.Cluster.Cluster cluster;

    private ClusterHost(IHost host, LedgerSession session, ClusterIdentity identity, string fingerprint, TimeProvider time)
    {
        (this.host, this.session, this.identity, this.time) = (host, session, identity, time);
        system = host.Services.GetRequiredService<ActorSystem>();
        cluster = Akka.Cluster.Cluster.Get(system);
        Address = new NodeAddress(cluster.SelfAddress.ToString(), cluster.SelfUniqueAddress.Uid, fingerprint);
    }

    /// <summary>The address by which other nodes reach this one.</summary>
    public NodeAddress Address { get; }

    /// <summary>Others are left in the cluster when this node leaves it.</summary>
    private bool HasOthers => cluster.State.Members.Count > 1;

    /// <summary>Starts the actor system. It listens from here on, and is no member of a cluster yet.</summary>
    public static async Task<ClusterHost> StartAsync(
        ClusterIdentity identity, Database target, RunSettings settings, IProgressSink progress, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var certificate = NodeCertificate.Create(time);
        var session = new LedgerSession(target, SessionPurpose.Lease);
        var nodes = new NodeLedger(session, identity.Migration);
        var lease = new LeaseLedger(session, identity.Migration);
        var options = new ClusterSystemOptions
        {
            Listen = settings.Listen,
            Certificate = certificate,
            Known = new KnownNodes(async stop => await nodes.FingerprintsAsync(stop), time),
            Lease = new LedgerLeaseSetup { Node = identity.Node, Ledger = () => lease, Time = time },
            NodeLease = identity.Lease,
            Settings = settings.ActorSystem,
        };
        var host = Build(options, settings, progress);
        try
        {
            if (settings.Listen != ListenAddress.Loopback)
                await ListenProbe.BindAsync(settings.Listen, cancellationToken);
            await host.StartAsync(cancellationToken);
            return new ClusterHost(host, session, identity, NodeCertificate.FingerprintOf(certificate), time);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            host.Dispose();
            await session.DisposeAsync();
            // The transport's own exception says only that the cause is within.
            var cause = Innermost(broken).Message.TrimEnd('.');
            throw new RefusedException(
                $"The node cannot listen at {settings.Listen.Host}:{settings.Listen.Port}: {cause}.",
                "Give an address of this machine and a free port with --listen ADDRESS[:PORT]; without a port, any free one is taken.",
                broken);
        }
    }

    /// <summary>Tells the user from here on which sessions <paramref name="server"/> does not answer.</summary>
    public void WatchAnswers(Database server, IProgressSink progress)
    {
        var setup = new SilenceSetup(server, time, progress.Notice);
        system.ActorOf(ActorProps.Of(() => new SilenceActor(setup)), $"silence-{SideWords.Of(server.Side)}");
    }

    /// <summary>Starts the actors of the process's part, founds or joins the migration's cluster,
    /// and runs to the end of the part.</summary>
    public async Task<MigrationSummary> RunAsync(ProcessRole part, IProgressSink progress, CancellationToken stopAsked)
    {
        var ending = new RunEnding();
        try
        {
            return await TakePartAsync(part, ending, progress, stopAsked);
        }
        catch (Exception lost) when (lost is NodeLostException or CoordinatorReplacedException && ending.UnderWay is not null)
        {
            // The ledger decides whether this process may end the run, not the cluster that it is no member of any more.
            return (await ending.UnderWay).Summary;
        }
    }

    private async Task<MigrationSummary> TakePartAsync(
        ProcessRole part, RunEnding ending, IProgressSink progress, CancellationToken stopAsked)
    {
        var participation = await StartActorsAsync(part, ending, progress);
        // The start is sent first: a request to stop that was there before it must find something to stop.
        var running = participation.Ask<RunEnded>(new StartPart(), Timeout.InfiniteTimeSpan);
        await using var stop = stopAsked.Register(() => participation.Tell(new StopRun()));
        var entry = new ClusterEntry(system, new NodeLedger(session, identity.Migration), identity.Node, time);
        using var over = new CancellationTokenSource();
        var entering = part is ProcessRole.Lead { Request.Adopted: null }
            ? entry.FoundAsync(over.Token)
            : EnterAsync(entry, over.Token);
        var ended = await Task.WhenAny(running, system.WhenTerminated, FailedAsync(entering));
        await over.CancelAsync();
        if (ended == running)
            return (await running).Summary;
        await LeaveLedgerAsync();
        if (ended != system.WhenTerminated && entering.IsFaulted)
            await entering;
        throw new NodeLostException("This node's actor system has ended: the other nodes have removed it, or do not know it.");
    }

    /// <summary>Takes the snapshots of a former node of this process out of the ledger; a ledger that does not answer keeps them, and who
    /// imports one that has ended tries the next.</summary>
    public async Task ForgetSnapshotOfAsync(NodeId former)
    {
        try
        {
            await new SnapshotLedger(session, identity.Migration).ReleaseAsync(former, CancellationToken.None).WaitAsync(Timeouts.NodeEnd);
        }
        catch (Exception away) when (away is NpgsqlException or IOException or TimeoutException or RefusedException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        // With nobody left to hand anything over to, the system just ends.
        if (HasOthers)
            await host.StopAsync().WaitAsync(Timeouts.NodeEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await system.Terminate().WaitAsync(Timeouts.NodeEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Dispose();
        await session.DisposeAsync();
    }

    /// <summary>Gives back what the node holds and ends its row. A ledger that does not answer finds out from the others.</summary>
    private async Task LeaveLedgerAsync()
    {
        try
        {
            await new TaskLedger(session, identity.Migration).ReleaseAllAsync(identity.Node, CancellationToken.None)
                .WaitAsync(Timeouts.NodeEnd);
            await new NodeLedger(session, identity.Migration).LeaveAsync(identity.Node, CancellationToken.None).WaitAsync(Timeouts.NodeEnd);
        }
        catch (Exception away) when (away is NpgsqlException or IOException or TimeoutException or RefusedException)
        {
        }
    }

    /// <summary>Enters the cluster, or fails because that was refused. A ledger that does not answer is waited for; that it is gone, or
    /// that this node's row has ended, the heartbeat tells.</summary>
    private async Task EnterAsync(ClusterEntry entry, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await entry.EnterAsync(identity.Lease, cancellationToken);
                return;
            }
            catch (Exception away)
                when (SqlStates.Classify(away) is var failure && (failure.Class == FailureClass.Transient || LedgerGone.IsToldBy(failure)))
            {
                await Task.Delay(EntersEvery, time, cancellationToken);
            }
            catch (StrandedException stranded)
            {
                throw new NodeLostException(stranded.Message);
            }
        }
    }

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    /// <summary>Completes when <paramref name="entering"/> fails, and never otherwise.</summary>
    private static async Task FailedAsync(Task entering)
    {
        await entering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!entering.IsFaulted)
            await Task.Delay(Timeout.Infinite);
    }

    private static IHost Build(ClusterSystemOptions options, RunSettings settings, IProgressSink progress)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Services.AddSingleton<ILoggerProvider>(new ProgressLoggerProvider(progress, settings.LogLevel));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // Settings that are added later take precedence: the loggers bring a level of their own for standard output.
        builder.Services.AddAkka(ClusterSystem.Name, (akka, _) => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory())
            .AddCluster(options));
        return builder.Build();
    }

    private async Task<IActorRef> StartActorsAsync(ProcessRole part, RunEnding ending, IProgressSink progress)
    {
        var (retry, clock, here, own) = (part.Shared.Retry, time, new NodeHere(), new RunNode(part.Node, part.Name, HasLeft: false));
        system.ActorOf(ActorProps.Of(() => new ProgressActor(progress, own, retry, clock)), "progress");
        var region = await StartRegionAsync(here);
        var proxy = system.ActorOf(
            ClusterSingletonProxy.Props("/user/coordinator", ClusterSingletonProxySettings.Create(system).WithRole(ClusterSystem.Role)),
            "coordinator-proxy");
        var place = new NodePlace(identity.Node, cluster.SelfAddress.Host, cluster.SelfAddress.Port ?? 0);
        var participation = system.ActorOf(
            ActorProps.Of(() => new ParticipationActor(new ParticipationSetup(part, place, here, region, proxy))), "participation");
        var setup = new CoordinatorSetup
        {
            Node = identity.Node, Process = participation, Region = region, TakeAsync = Takes(part), Ending = ending,
        };
        system.ActorOf(
            ClusterSingletonManager.Props(
                ActorProps.Of(() => new CoordinatorActor(setup)), PoisonPill.Instance,
                ClusterSingletonManagerSettings.Create(system).WithRole(ClusterSystem.Role)),
            "coordinator");
        return participation;
    }

    private Task<IActorRef> StartRegionAsync(NodeHere here)
    {
        var settings = ClusterShardingSettings.Create(system).WithRole(ClusterSystem.Role).WithStateStoreMode(StateStoreMode.DData);
        return ClusterSharding.Get(system).StartAsync(
            "transfer", _ => ActorProps.Of(() => new TransferEntity(() => here.Resources, () => here.Node)), settings, new TaskExtractor(),
            new NodeAllocation(), StopWork.Instance);
    }

    /// <summary>Returns how a coordinator takes the run: a process that began or resumed the migration leads it once, with the term that
    /// it has; one that was elected takes the next.</summary>
    private static Func<CancellationToken, Task<RunRequest?>> Takes(ProcessRole part)
    {
        if (part is ProcessRole.Follow { Joined: var joined })
            return stop => TakeOver.TryAsync(joined, stop);
        var request = ((ProcessRole.Lead)part).Request;
        var taken = 0;
        return _ => Interlocked.Exchange(ref taken, 1) == 0
            ? Task.FromResult<RunRequest?>(request)
            : throw new NodeLostException("This node has led the migration before and lost its place.");
    }
}
