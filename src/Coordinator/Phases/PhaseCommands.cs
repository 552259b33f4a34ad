using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Control;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using Akka.Event;
using Npgsql;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Carries out single commands of the phase machine.</summary>
internal sealed class PhaseCommands(Run run, EventStream events)
{
    // The other phases only wait for tasks that are in the ledger already.
    private static readonly Dictionary<Phase, IPhaseWork> Works = new()
    {
        [Phase.ExtractSourceSchema] = new ExtractSourceSchema(),
        [Phase.PrepareTransfers] = new PrepareTransfers(),
    };

    /// <summary>The migration is in the ledger; nodes may take part.</summary>
    public CoordinatorEvent.LedgerReady Ready => new(run.Request.Id, run.Source, run.Target, run.Node, run.OpenSourceAsync);

    /// <summary>Does what <paramref name="command"/> orders and answers with the event that it leads to, if any.</summary>
    public async Task<PhaseEvent?> DoAsync(PhaseCommand command, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case PhaseCommand.Enter enter:
                return await EnterAsync(enter.Phase, cancellationToken);
            case PhaseCommand.Close:
                return await CloseAsync(cancellationToken);
            case PhaseCommand.Work work:
                await WorkAsync(work.Phase, cancellationToken);
                return new PhaseEvent.WorkDone(work.Phase);
            case PhaseCommand.ReleaseSnapshot:
                await ReleaseAsync(cancellationToken);
                return null;
            case PhaseCommand.StopNodes when run.Recorded:
                events.Publish(new CoordinatorEvent.StopNodesWanted());
                return null;
            case PhaseCommand.StopNodes:
                return new PhaseEvent.NodesStopped();
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, null);
        }
    }

    /// <summary>Looks whether <paramref name="phase"/> still waits for tasks, and whether a node met a fatal
    /// failure, or the target's server a crash.</summary>
    public async Task<PhaseEvent> LookAsync(Phase phase, CancellationToken cancellationToken)
    {
        if (!run.Recorded)
            return new PhaseEvent.TasksSeen(phase, AreOutstanding: false);
        var seen = await run.Migration.LookAsync(phase, run.Options.OnObjectError == OnObjectError.Stop, cancellationToken);
        if (await ForgottenWork.LookAsync(run, phase, seen.Recorded, cancellationToken) is { } forgot)
            return forgot;
        if (seen.HasCrashed)
        {
            // Tasks that were settled are open again.
            return await AfterCrashAsync(cancellationToken) is { } crashed
                ? new PhaseEvent.Broke(crashed)
                : new PhaseEvent.TasksSeen(phase, AreOutstanding: true);
        }

        return (seen.Fatal ?? (seen.IsStuck ? await DeadPlanAsync(phase, cancellationToken) : null)) is { } failure
            ? new PhaseEvent.Broke(failure)
            : new PhaseEvent.TasksSeen(phase, seen.IsOutstanding);
    }

    /// <summary>Has tables copied again that a crash has emptied. Once the snapshot is released only another run can do that.</summary>
    private async Task<Failure?> AfterCrashAsync(CancellationToken cancellationToken)
    {
        var tables = await run.Crashes.CopyAgainAsync(run.Term, cancellationToken);
        return tables.Count == 0 || run.Snapshot is not null
            ? null
            : new Failure(
                FailureClass.Fatal, null,
                $"The target's server crashed, which empties unlogged tables: {NameList.Of(tables)}. They must be copied again, "
                    + "and the snapshot is released.",
                "Go on with actormigrate resume.");
    }

    /// <summary>Returns a failure where the phase would wait for ever: nothing is at work, and nothing can begin.</summary>
    private async Task<Failure?> DeadPlanAsync(Phase phase, CancellationToken cancellationToken)
    {
        var stuck = await run.Plan.StuckAsync(phase, cancellationToken);
        return stuck.Count == 0
            ? null
            : new Failure(
                FailureClass.Fatal, null,
                $"The phase {phase} waits for tasks of which none is running and none can begin: {NameList.Of(stuck, "; ")}.",
                "Go on with actormigrate resume, which works out anew what each task needs. If it stops here again, report these tasks.");
    }

    /// <summary>Enters a phase in the ledger. The first phase is entered by its own work, because there is no ledger before it.</summary>
    private async Task<PhaseEvent?> EnterAsync(Phase phase, CancellationToken cancellationToken)
    {
        if (run.Recorded)
        {
            await KeepSnapshotRecordAsync(cancellationToken);
            if (!await LedgerRetry.RunAsync(
                run, () => run.Migration.EnterPhaseAsync(phase, cancellationToken), cancellationToken))
                return await GoBackAsync(phase, cancellationToken);
        }

        run.IsPastCopies = phase > Phase.TransferData;
        run.Trace.Enter(phase);
        events.Publish(new CoordinatorEvent.PhaseEntered(phase));
        return null;
    }

    private async Task<PhaseEvent> CloseAsync(CancellationToken cancellationToken) =>
        await LedgerRetry.RunAsync(run, () => run.Migration.CloseAsync(cancellationToken), cancellationToken)
            ? new PhaseEvent.Closed()
            : await GoBackAsync(Phase.Summarize, cancellationToken);

    private Task<PhaseEvent> GoBackAsync(Phase phase, CancellationToken cancellationToken) =>
        LedgerRetry.RunAsync(run, () => ForgottenWork.AfterCrashAsync(run, phase, cancellationToken), cancellationToken);

    /// <summary>Writes a snapshot that came with an adopted migration to the ledger, which does not hold it yet.</summary>
    private async Task KeepSnapshotRecordAsync(CancellationToken cancellationToken)
    {
        if (run.Snapshot is { } held && run.SnapshotRecord is null)
        {
            run.SnapshotRecord = await LedgerRetry.RunAsync(
                run,
                () => SnapshotRecord.KeepAsync(held, run.Snapshots, run.Request.Coordinator, run.Request.Time, cancellationToken),
                cancellationToken);
        }
    }

    private async Task WorkAsync(Phase phase, CancellationToken cancellationToken)
    {
        await DoWorkAsync(phase, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (phase == Phase.ExtractSourceSchema)
            events.Publish(Ready);
        if (phase == Phase.PrepareTransfers || (phase == run.Request.Adopted?.Phase && phase > Phase.PrepareTransfers))
            events.Publish(await PlannedAsync(cancellationToken));
    }

    /// <summary>Does the work of a phase. Reads of definitions wait for a session that alters one, for a bounded time.</summary>
    private async Task DoWorkAsync(Phase phase, CancellationToken cancellationToken)
    {
        if (!Works.TryGetValue(phase, out var work))
            return;
        using var span = MigrationSpans.StartWork(run.Request.Trace, phase);
        try
        {
            await work.DoAsync(run, cancellationToken);
        }
        catch (PostgresException waited) when (waited.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw await LockBlockers.ExplainAsync(waited, [run.Request.Source, run.Request.Target], cancellationToken);
        }
    }

    private async Task<CoordinatorEvent.TransfersPlanned> PlannedAsync(CancellationToken cancellationToken)
    {
        var tables = await LedgerRetry.RunAsync(run, () => run.Plan.PlannedAsync(cancellationToken), cancellationToken);
        return new CoordinatorEvent.TransfersPlanned(
            [.. tables.Select(
                table => new PlannedTable(table.Relation, table.Name, table.Copies, table.EstimatedRows, table.EstimatedBytes)
                    { CopiesDone = table.CopiesDone, EstimatedBytesDone = table.EstimatedBytesDone })]);
    }

    /// <summary>Releases the snapshot. A source that does not answer releases it by itself, and a ledger that does not is reported at the
    /// run's end.</summary>
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var held = run.Snapshot is not null;
        var releasing = run.ReleaseSnapshotAsync();
        var forgetting = held && run.Recorded ? ForgetHoldersAsync(cancellationToken) : Task.CompletedTask;
        await Task.WhenAll(releasing, forgetting).WaitAsync(Timeouts.HoldersEnd, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ForgetHoldersAsync(CancellationToken cancellationToken)
    {
        await run.Snapshots.ReleaseAsync(run.Request.Coordinator, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndHoldersOfTheDeadAsync(cancellationToken);
    }

    /// <summary>Ends the holders of dead nodes. A node that lives releases them itself; one that was found dead may be paused, and its
    /// sessions hold the snapshot still.</summary>
    private async Task EndHoldersOfTheDeadAsync(CancellationToken cancellationToken)
    {
        var dead = await run.Nodes.ReapedAsync(cancellationToken);
        if (dead.Count == 0)
            return;
        await using var source = await run.Request.Source.OpenAsync(SessionPurpose.Control, cancellationToken);
        foreach (var node in dead)
            await NodeSessions.EndAsync(source, node, holders: true, cancellationToken);
    }
}
