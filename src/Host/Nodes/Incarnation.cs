using ActorMigrate.Control;
using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Nodes;

/// <summary>One process's part in a migration, in which it may be several nodes, one after the other. When the other nodes have removed its
/// node, because it was paused or cut off for longer than its lease, the process takes part again as a follower with a new id.</summary>
internal sealed class Incarnation(RunSettings settings, IProgressSink progress, TimeProvider time)
{
    private static readonly TimeSpan TriesEvery = TimeSpan.FromSeconds(1);

    /// <summary>The way in which a process becomes a node: it finds the migration with its lease, and then takes its role. A follower finds
    /// a recorded migration, and may be removed while it still joins. <paramref name="Stopped"/> is the message for a process that is asked
    /// to stop before it has its role. One that <paramref name="Waits"/> is asked to wait until it can take part.</summary>
    private sealed record Beginning(
        Func<NodeRequest, Task<(MigrationId Migration, TimeSpan Lease)>> FindAsync,
        Func<NodeRequest, MigrationId, Task<ProcessRole>> TakeAsync,
        (string Message, string? NextStep) Stopped,
        bool Follows = false,
        bool Waits = false);

    /// <summary>Leads a new migration, to its end or that of this process's part in it.</summary>
    public Task<MigrationSummary> LeadAsync(CancellationToken cancellationToken) =>
        LeadAsync("Stopped before anything was touched.", cancellationToken);

    /// <summary>Looks at both servers while the actor system starts.</summary>
    private async Task<MigrationSummary> LeadAsync(string stopped, CancellationToken cancellationToken)
    {
        FirstLook? look = null;
        var first = new Beginning(
            async request =>
            {
                if (look is not null)
                    await look.DisposeAsync();
                var migration = new MigrationId(Guid.NewGuid());
                look = FirstLook.Begin(Leading(request, migration), cancellationToken);
                return (migration, settings.Options.Shared.Lease);
            },
            (request, _) => Task.FromResult<ProcessRole>(
                new ProcessRole.Lead(look!.Request with { Address = request.Address, Look = look })),
            (stopped, null));
        try
        {
            return await RunAsync(first, cancellationToken);
        }
        finally
        {
            if (look is not null)
                await look.DisposeAsync();
        }
    }

    private RunRequest Leading(NodeRequest request, MigrationId migration) => new()
    {
        Id = migration,
        Coordinator = request.Node,
        NodeName = settings.NodeName,
        Source = request.Source,
        Target = request.Target,
        Options = settings.Options,
        Reviewed = settings.Reviewed,
        ToolVersion = ToolVersion.Own,
        Time = time,
        WantsTimeline = request.WantsTimeline,
    };

    /// <summary>Takes back what a run made, and begins it anew.</summary>
    public async Task<MigrationSummary> RestartAsync(CancellationToken cancellationToken)
    {
        await using var source = Databases.Of(settings.Source, Side.Source);
        await using var target = Databases.Of(settings.Target, Side.Target);
        var options = await Restart.ClearAsync(RequestOf(new NodeId(Guid.NewGuid()), source, target), cancellationToken);
        return await new Incarnation(settings with { Options = options }, progress, time)
            .LeadAsync("Stopped when what the former run had made was dropped, before anything was made anew.", cancellationToken);
    }

    /// <summary>Goes on with a migration that was left.</summary>
    public Task<MigrationSummary> ResumeAsync(LostSnapshot lost, CancellationToken cancellationToken) => RunAsync(
        new Beginning(
            request => Resume.FindMigrationAsync(request, cancellationToken),
            async (request, _) => new ProcessRole.Lead(await Resume.AdoptAsync(request, lost, cancellationToken)),
            ("This process was stopped before it went on with the migration.", "Go on with actormigrate resume.")),
        cancellationToken);

    /// <summary>Follows a migration that others lead.</summary>
    public Task<MigrationSummary> FollowAsync(bool wait, CancellationToken cancellationToken) =>
        RunAsync(Following(wait, new Comeback(), cancellationToken), cancellationToken);

    private static Beginning Following(bool wait, Comeback back, CancellationToken cancellationToken) => new(
        async request =>
        {
            var found = await Join.FindMigrationAsync(back.Of(request), wait, cancellationToken);
            return (found.Id, found.Options.Shared.Lease);
        },
        async (request, _) => new ProcessRole.Follow(await Join.IntoAsync(back.Of(request), wait, cancellationToken)),
        back.Stopped, Follows: true, Waits: wait);

    private async Task<MigrationSummary> RunAsync(Beginning first, CancellationToken cancellationToken)
    {
        var (started, since) = (time.GetUtcNow(), time.GetTimestamp());
        Life? former = null;
        long? awaySince = null;
        MigrationId? tookPartIn = null;
        try
        {
            for (var beginning = first; ; beginning = tookPartIn is null
                ? first
                : Following(wait: false, new Comeback(tookPartIn, HasLed: !first.Follows), cancellationToken))
            {
                var life = new Life(settings);
                try
                {
                    return await LiveAsync(life, beginning, former, cancellationToken);
                }
                catch (MigrationOverException over)
                {
                    return Over(over.Outcome, hasLed: !first.Follows, started, time.GetElapsedTime(since));
                }
                catch (OperationCanceledException)
                    when (cancellationToken.IsCancellationRequested && life.Part is null)
                {
                    return WithoutPart(
                        Outcome.Stopped, beginning.Stopped.Message, beginning.Stopped.NextStep, started, time.GetElapsedTime(since));
                }
                catch (Exception lost) when (lost is NodeLostException or CoordinatorReplacedException)
                {
                    if (beginning.Follows || life.IsRecorded)
                        tookPartIn ??= life.Migration;
                    awaySince = null;
                    progress.Report(
                        new ProgressEvent.Noticed(LogLevel.Warning, $"{lost.Message} This process takes part again as a new node."));
                }
                catch (RefusedException refused) when (IsTransient(refused) && (beginning.Waits || tookPartIn is not null))
                {
                    awaySince ??= time.GetTimestamp();
                    if (!beginning.Waits && IsAwayTooLong(awaySince.Value))
                        throw;
                    progress.Report(
                        new ProgressEvent.Noticed(LogLevel.Warning, $"{refused.Message} This process tries again to take part."));
                    await Task.Delay(TriesEvery, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                finally
                {
                    former = await KeptAsync(former, life);
                }
            }
        }
        finally
        {
            if (former is not null)
                await former.DisposeAsync();
        }
    }

    /// <summary>Tells whether a node that comes back has been refused for too long: it tries again for <c>stall-timeout</c>.</summary>
    private bool IsAwayTooLong(long since) => time.GetElapsedTime(since) >= settings.Options.Node.StallTimeout;

    /// <summary>Tells whether the cause may go away by itself, such as connections that have run out.</summary>
    private static bool IsTransient(RefusedException refused) => SqlStates.Classify(refused).Class == FailureClass.Transient;

    /// <summary>Ends the former node when <paramref name="life"/> had its part, and returns the one that is kept: until another one has
    /// joined the snapshot, this process may be its only holder.</summary>
    private static async Task<Life?> KeptAsync(Life? former, Life life)
    {
        var (kept, over) = life.Part is null ? (former, life) : (life, former);
        if (over is not null)
            await over.DisposeAsync();
        return kept;
    }

    /// <summary>Returns the summary of a migration that ended under other nodes.</summary>
    private MigrationSummary Over(Outcome? outcome, bool hasLed, DateTimeOffset started, TimeSpan elapsed)
    {
        var (ending, message, nextStep) = outcome switch
        {
            null => NodeSummary.LedgerGoneWhileAway(isWorker: !hasLed),
            Outcome.Succeeded => (Outcome.Succeeded, WhileAway(Outcome.Succeeded), null),
            { } ended => (ended, WhileAway(ended), "See the coordinator's summary, or actormigrate status."),
        };
        return WithoutPart(ending, message, nextStep, started, elapsed);

        static string WhileAway(Outcome ended) => $"The migration ended while this node was away: {ended}.";
    }

    /// <summary>Returns the summary of a process that takes no part in the migration when it ends.</summary>
    private MigrationSummary WithoutPart(
        Outcome outcome, string message, string? nextStep, DateTimeOffset started, TimeSpan elapsed) => new()
    {
        Id = null,
        Outcome = outcome,
        Message = message,
        NextStep = nextStep,
        Source = Databases.Connection(settings.Source, Side.Source).Describe(),
        Target = Databases.Connection(settings.Target, Side.Target).Describe(),
        StartedAt = started,
        Seconds = elapsed.TotalSeconds,
        Phases = [],
        Tables = [],
        NotMigrated = [],
        Findings = [],
        IsRead = false,
    };

    /// <summary>Runs one node, from its start to its end. The <paramref name="former"/> one of this process releases the snapshot only
    /// when this one has joined it.</summary>
    private async Task<MigrationSummary> LiveAsync(Life life, Beginning beginning, Life? former, CancellationToken cancellationToken)
    {
        var request = RequestOf(life.Node, life.Source, life.Target);
        var (migration, lease) = await FindAsync(life, beginning, request);
        life.Migration = migration;
        await using var host = await ClusterHost.StartAsync(
            new ClusterIdentity(migration, life.Node, lease), life.Target, settings, progress, time, cancellationToken);
        host.WatchAnswers(life.Source, progress);
        host.WatchAnswers(life.Target, progress);
        life.Part = await beginning.TakeAsync(request with { Address = host.Address }, migration);
        if (former is not null)
        {
            await host.ForgetSnapshotOfAsync(former.Node);
            await former.DisposeAsync();
        }

        var summary = await host.RunAsync(life.Part, progress, cancellationToken);
        return life.Part is ProcessRole.Lead lead
            ? await DifferingRows.AddToAsync(summary, life.Source, life.Target, lead.Request.Options, cancellationToken)
            : summary;
    }

    /// <summary>Finds the migration. No actor watches the servers yet.</summary>
    private async Task<(MigrationId Migration, TimeSpan Lease)> FindAsync(Life life, Beginning beginning, NodeRequest request)
    {
        await using var silence = SilenceWatch.Begin(time, progress.Notice, life.Source, life.Target);
        return await beginning.FindAsync(request);
    }

    private NodeRequest RequestOf(NodeId node, Database source, Database target) => new()
    {
        Node = node,
        NodeName = settings.NodeName,
        Source = source,
        Target = target,
        Options = settings.Options.Node,
        ToolVersion = ToolVersion.Own,
        WantsTimeline = settings.WritesReport,
        OnStep = words => progress.Report(new ProgressEvent.StepEntered(words)),
        OnNotice = progress.Notice,
        Time = time,
    };
}
