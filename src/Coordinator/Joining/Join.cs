using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Takes a node into a migration that others lead, or refuses it.</summary>
public static class Join
{
    private const int SnapshotTries = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Finds the migration, checks that this node fits it, joins its snapshot and writes the node's row.
    /// Throws <see cref="RefusedException"/> where it does not fit, or where there is none and it is not to <paramref name="wait"/> for
    /// one; where the node has taken part before and the migration is over, <see cref="MigrationOverException"/>.</summary>
    public static Task<JoinedMigration> IntoAsync(NodeRequest request, bool wait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Refusal.ToldAsync(async () =>
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await FitInAsync(request, wait, cancellationToken);
                }
                catch (Exception gone) when (tries < SnapshotTries && LedgerGone.IsToldBy(SqlStates.Classify(gone)))
                {
                    // The migration ended in the middle of the join: the next look at the ledger decides what follows.
                }
            }
        });
    }

    /// <summary>Returns the migration that a node may join, or refuses as <see cref="IntoAsync"/> does.</summary>
    public static Task<BegunMigration> FindMigrationAsync(NodeRequest request, bool wait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Refusal.ToldAsync(() => FindAsync(request, wait, cancellationToken));
    }

    private static async Task<JoinedMigration> FitInAsync(NodeRequest request, bool wait, CancellationToken cancellationToken)
    {
        var migration = await FindAsync(request, wait, cancellationToken);
        var seen = await JoinLook.FitAsync(request, migration, cancellationToken);
        if (migration.Phase <= Phase.TransferData)
            JoinRules.CheckSnapshotsTimeline(migration, seen.Source);
        return await TakePlacePatientlyAsync(request, wait, migration, seen, cancellationToken);
    }

    /// <summary>Waits until the recorded migration has exported its snapshot: for a minute, or without end with <paramref name="wait"/>. A
    /// target that cannot be reached is waited for with <paramref name="wait"/>, too. A process that has taken part before waits for it for
    /// <c>stall-timeout</c>, because it may have been removed for not reaching the target.</summary>
    private static async Task<BegunMigration> FindAsync(NodeRequest request, bool wait, CancellationToken cancellationToken)
    {
        var began = request.Time.GetTimestamp();
        var notices = new WaitNotice(request);
        while (true)
        {
            try
            {
                var found = await BegunMigration.FindAsync(request.Target, cancellationToken);
                // Another migration that has begun since is not the one that this process comes back to.
                if (request.TookPartIn is { } own && (found is not { Outcome: null } || found.Id != own))
                    throw new MigrationOverException(found?.Id == own ? found.Outcome : null);
                if (found is { Outcome: null, HasSnapshot: true })
                    return found;
                if (!wait && (found is not { Outcome: null } || request.Time.GetElapsedTime(began) > Timeouts.MigrationBegins))
                    throw Nothing(request, found);
                notices.Tell(found);
            }
            catch (Exception away)
                when (SqlStates.Classify(away).Class == FailureClass.Transient && !cancellationToken.IsCancellationRequested
                && (wait || (request.TookPartIn is not null && request.Time.GetElapsedTime(began) < request.Options.StallTimeout)))
            {
                notices.Tell(away);
            }

            await Task.Delay(LookEvery, request.Time, cancellationToken);
        }
    }

    private static RefusedException Nothing(NodeRequest request, BegunMigration? found)
    {
        var target = request.Target.Connection.Describe();
        return found switch
        {
            null => new RefusedException(
                $"No migration runs into {target}.", "Start one with actormigrate migrate, or wait for one with --wait."),
            { Outcome: { } outcome } => new RefusedException(
                $"The migration in {target} is over: {outcome}.",
                "Start a worker while a migration runs, or wait for the next one with --wait."),
            _ => new RefusedException(
                $"The migration in {target} does not begin: its coordinator has recorded no snapshot of the source.",
                "See with actormigrate status whether its coordinator lives; if it does not, go on with actormigrate resume."),
        };
    }

    /// <summary>Retries with a new look at the ledger: the snapshot's ids change when a holder
    /// dies, and are gone when the last copy is in.</summary>
    private static async Task<JoinedMigration> TakePlacePatientlyAsync(
        NodeRequest request, bool wait, BegunMigration migration, ServersSeen seen, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TakePlaceAsync(request, migration, seen, cancellationToken);
            }
            catch (ServerFailureException) when (tries < SnapshotTries)
            {
                await Task.Delay(LookEvery, request.Time, cancellationToken);
                migration = await FindAsync(request, wait, cancellationToken);
            }
        }
    }

    private static async Task<JoinedMigration> TakePlaceAsync(
        NodeRequest request, BegunMigration migration, ServersSeen seen, CancellationToken cancellationToken)
    {
        var session = new LedgerSession(request.Target, SessionPurpose.Control);
        var snapshots = new SnapshotLedger(session, migration.Id);
        var nodes = new NodeLedger(session, migration.Id);
        SnapshotCustody? custody = null;
        request.OnStep("join the snapshot and the migration's nodes");
        try
        {
            custody = migration.Phase > Phase.TransferData
                ? SnapshotCustody.None(request, snapshots)
                : await SnapshotCustody.TakeAsync(request, migration.Options.Scope, snapshots, cancellationToken);
            var node = await RegisterAsync(request, migration, seen, nodes, cancellationToken);
            await RecordAsync(custody, cancellationToken);
            return new JoinedMigration(
                request, migration.Id, migration.Source, migration.Target, migration.Options.Shared, node, custody, session);
        }
        catch
        {
            // The node may have its row already, and with it its name.
            await ((Task)nodes.LeaveAsync(request.Node, CancellationToken.None)).WaitAsync(Timeouts.ReplacedSummary)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (custody is not null)
                await custody.DisposeAsync();
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records the snapshot's holders. The node is registered by now, so the other nodes end its sessions when it is paused here
    /// for longer than its lease.</summary>
    private static async Task RecordAsync(SnapshotCustody custody, CancellationToken cancellationToken)
    {
        try
        {
            await custody.RecordAsync(cancellationToken);
        }
        catch (PostgresException ended) when (ended.SqlState == PostgresErrorCodes.AdminShutdown)
        {
            throw new NodeLostException();
        }
    }

    /// <summary>Registers the node within the connections that are free. When another node has the name and writes no heartbeat, this waits
    /// for up to three leases, until the coordinator declares that node dead and the name is free again.</summary>
    private static async Task<NodeOptions> RegisterAsync(
        NodeRequest request, BegunMigration migration, ServersSeen seen, NodeLedger nodes, CancellationToken cancellationToken)
    {
        var shared = migration.Options.Shared;
        DateTime? first = null;
        for (var waited = TimeSpan.Zero; ; waited += shared.HeartbeatInterval)
        {
            try
            {
                return await JoiningGate.RegisterAsync(request, seen, request.Options, nodes, cancellationToken);
            }
            catch (NodeNameTakenException taken) when ((first ??= taken.HeartbeatAt) == taken.HeartbeatAt && waited < shared.Lease * 3)
            {
                await Task.Delay(shared.HeartbeatInterval, request.Time, cancellationToken);
            }
            catch (NodeNameTakenException taken)
            {
                throw new RefusedException(
                    taken.Message, "Give this one another name with --node-name, or stop the other, which still lives.");
            }
        }
    }
}
