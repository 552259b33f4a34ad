using ActorMigrate.Control;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Composition;

/// <summary>One process's life in a migration, which may be that of several nodes: one that the others took for dead, because it was
/// paused or cut off for longer than its lease, comes back under a new id, as one that follows.</summary>
internal sealed class Incarnation(RunSettings settings, IProgressSink progress, TimeProvider time)
{
    /// <summary>Leads a new migration, to its end or that of this process's part in it.</summary>
    public Task<MigrationSummary> LeadAsync(CancellationToken cancellationToken) => RunAsync(
        (node, source, target) => Task.FromResult<ProcessPart>(new ProcessPart.Lead(new RunRequest
        {
            Id = new MigrationId(Guid.NewGuid()),
            Coordinator = node,
            NodeName = settings.NodeName,
            Source = source,
            Target = target,
            Options = settings.Options,
            ToolVersion = ToolVersion.Own,
            Time = time,
        })),
        cancellationToken);

    /// <summary>Takes back what a run made, and begins it anew.</summary>
    public async Task<MigrationSummary> RestartAsync(CancellationToken cancellationToken)
    {
        var environment = ConnectionEnvironment.OfProcess();
        await using var source = new Database(ServerConnection.Parse(settings.Source.Reveal(), "source", environment), Side.Source);
        await using var target = new Database(ServerConnection.Parse(settings.Target.Reveal(), "target", environment), Side.Target);
        var options = await Restart.ClearAsync(RequestOf(new NodeId(Guid.NewGuid()), source, target), cancellationToken);
        return await new Incarnation(settings with { Options = options }, progress, time).LeadAsync(cancellationToken);
    }

    /// <summary>Goes on with a migration that was left.</summary>
    public Task<MigrationSummary> ResumeAsync(LostSnapshot lost, CancellationToken cancellationToken) => RunAsync(
        async (node, source, target) => new ProcessPart.Lead(await Resume.AdoptAsync(RequestOf(node, source, target), lost, cancellationToken)),
        cancellationToken);

    /// <summary>Follows a migration that others lead.</summary>
    public Task<MigrationSummary> FollowAsync(bool wait, CancellationToken cancellationToken) =>
        RunAsync((node, source, target) => JoinAsync(node, source, target, wait, again: false, cancellationToken), cancellationToken);

    private async Task<MigrationSummary> RunAsync(Func<NodeId, Database, Database, Task<ProcessPart>> first, CancellationToken cancellationToken)
    {
        var (started, since) = (time.GetUtcNow(), time.GetTimestamp());
        for (var take = first; ; take = (node, source, target) => JoinAsync(node, source, target, wait: false, again: true, cancellationToken))
        {
            try
            {
                return await LiveAsync(take, cancellationToken);
            }
            catch (MigrationOverException over)
            {
                return Over(over.Outcome, started, time.GetElapsedTime(since));
            }
            catch (Exception lost) when (lost is NodeLostException or CoordinatorReplacedException)
            {
                progress.Report(new ProgressEvent.Noticed(LogLevel.Warning, $"{lost.Message} This process takes part again as a new node."));
            }
        }
    }

    /// <summary>What there is to say of a migration that ended under others.</summary>
    private MigrationSummary Over(Outcome? outcome, DateTimeOffset started, TimeSpan elapsed)
    {
        var environment = ConnectionEnvironment.OfProcess();
        return new MigrationSummary
        {
            Id = new MigrationId(Guid.NewGuid()),
            Outcome = outcome ?? Outcome.Succeeded,
            Message = outcome is { } ended ? $"The migration ended while this node was away: {ended}." : NodeSummary.OverWhileAway,
            NextStep = outcome is null or Outcome.Succeeded ? null : "See the coordinator's summary, or actormigrate status.",
            Source = ServerConnection.Parse(settings.Source.Reveal(), "source", environment).Describe(),
            Target = ServerConnection.Parse(settings.Target.Reveal(), "target", environment).Describe(),
            StartedAt = started,
            Seconds = elapsed.TotalSeconds,
            Phases = [],
            Tables = [],
            NotMigrated = [],
            Findings = [],
        };
    }

    private async Task<MigrationSummary> LiveAsync(Func<NodeId, Database, Database, Task<ProcessPart>> take, CancellationToken cancellationToken)
    {
        var node = new NodeId(Guid.NewGuid());
        var environment = ConnectionEnvironment.OfProcess();
        await using var source = new Database(ServerConnection.Parse(settings.Source.Reveal(), "source", environment), Side.Source, node: node);
        await using var target = new Database(ServerConnection.Parse(settings.Target.Reveal(), "target", environment), Side.Target, node: node);
        var part = await take(node, source, target);
        await using var joined = (part as ProcessPart.Follow)?.Joined;
        await using var host = await MigrationHost.StartAsync(part, settings, progress, CancellationToken.None);
        // The start is told first: a wish to stop that was there before it must find something to stop.
        var running = host.Migration.Ask<RunEnded>(new StartRun(), Timeout.InfiniteTimeSpan);
        await using var stop = cancellationToken.Register(() => host.Migration.Tell(new StopRun()));
        return (await running).Summary;
    }

    private async Task<ProcessPart> JoinAsync(NodeId node, Database source, Database target, bool wait, bool again, CancellationToken cancellationToken) =>
        new ProcessPart.Follow(await Join.IntoAsync(RequestOf(node, source, target) with { Again = again }, wait, cancellationToken));

    private NodeRequest RequestOf(NodeId node, Database source, Database target) => new()
    {
        Node = node,
        NodeName = settings.NodeName,
        Source = source,
        Target = target,
        Options = settings.Options.Node,
        ToolVersion = ToolVersion.Own,
        Time = time,
    };
}
