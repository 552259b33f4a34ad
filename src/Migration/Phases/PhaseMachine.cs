using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Migration.Phases;

/*  The life of a migration. Each phase first does the coordinator's own work, then waits until
    every task that the ledger holds for it is settled (done, failed or skipped).

         Begin
           │
           ▼
      Working(phase) ──WorkDone──▶ Waiting(phase) ──none outstanding──▶ Working(next phase)
           │                           │    │
           │ Broke, StopRequested      │    └──none outstanding, phase is Summarize──▶ Working(Summarize) ──Closed──▶ Closing
           │                           │                                                                                  │
           │                           │                                                              Ended ◀──NodesStopped┘
           ▼                           │
       Stopping ◀──Broke, StopRequested┘
           │
           └──NodesStopped──▶ Ended (stopped)

    Authority: the ledger. The machine hears what is outstanding there and decides; it never remembers what a task did.
    A phase is entered by a commit that finds everything settled before it, and entered again only where the target has forgotten work: its
    server crashed, or a standby that lagged behind was promoted (Forgot). The snapshot is released when the phase after TransferData is
    entered, because until then the rows that were copied may be forgotten, too; every end releases it. */

/// <summary>The events of the machine.</summary>
public abstract record PhaseEvent
{
    private PhaseEvent()
    {
    }

    /// <summary>The run begins, or goes on, at <paramref name="Phase"/>.</summary>
    public sealed record Begin(Phase Phase) : PhaseEvent;

    /// <summary>The coordinator's own work of <paramref name="Phase"/> is done and its tasks are in the ledger.</summary>
    public sealed record WorkDone(Phase Phase) : PhaseEvent;

    /// <summary>Tells whether the ledger has tasks that <paramref name="Phase"/> waits for and that are not settled.</summary>
    public sealed record TasksSeen(Phase Phase, bool AreOutstanding) : PhaseEvent;

    /// <summary>Every task is settled, and the ledger will not forget it.</summary>
    public sealed record Closed : PhaseEvent;

    /// <summary>The target has forgotten work, or that the latest phases were entered: the run goes
    /// on at <paramref name="Phase"/>.</summary>
    public sealed record Forgot(Phase Phase) : PhaseEvent;

    /// <summary>Nothing can go on: the coordinator's work failed, or a node met a fatal failure.</summary>
    public sealed record Broke(Failure Failure) : PhaseEvent;

    /// <summary>The user asked to stop.</summary>
    public sealed record StopRequested : PhaseEvent;

    /// <summary>Every node of this process has given its tasks back.</summary>
    public sealed record NodesStopped : PhaseEvent;
}

/// <summary>The commands of the machine.</summary>
public abstract record PhaseCommand
{
    private PhaseCommand()
    {
    }

    /// <summary>Record in the ledger that <paramref name="Phase"/> is entered. Where work of an earlier phase turns out to be open, this
    /// leads to <see cref="PhaseEvent.Forgot"/>, and the commands that follow are not carried out.</summary>
    public sealed record Enter(Phase Phase) : PhaseCommand;

    /// <summary>Make sure that every task is settled and that the ledger will not forget it. Leads to <see cref="PhaseEvent.Closed"/> or to
    /// <see cref="PhaseEvent.Forgot"/>.</summary>
    public sealed record Close : PhaseCommand;

    /// <summary>Do the coordinator's own work of <paramref name="Phase"/>.</summary>
    public sealed record Work(Phase Phase) : PhaseCommand;

    /// <summary>Look whether tasks of <paramref name="Phase"/> are outstanding, now and again at each sign of change.</summary>
    public sealed record LookForTasks(Phase Phase) : PhaseCommand;

    /// <summary>Release the source's snapshot and locks: nothing reads under them any more.</summary>
    public sealed record ReleaseSnapshot : PhaseCommand;

    /// <summary>Stop the nodes; they give back what they have not finished.</summary>
    public sealed record StopNodes : PhaseCommand;

    /// <summary>The run is over. A null failure means that it reached its end or that the user stopped it.</summary>
    public sealed record End(bool Stopped, Failure? Failure) : PhaseCommand;
}

/// <summary>The state of the machine.</summary>
public sealed record PhaseState(Phase Phase, PhaseStep Step, Failure? Failure = null)
{
    /// <summary>Before the first event.</summary>
    public static readonly PhaseState Initial = new(Phase.ExtractSourceSchema, PhaseStep.NotBegun);
}

/// <summary>The step within a phase.</summary>
public enum PhaseStep
{
    /// <summary>The run has not begun.</summary>
    NotBegun,

    /// <summary>The coordinator's own work is under way, or the ledger is asked to close.</summary>
    Working,

    /// <summary>Tasks are outstanding.</summary>
    Waiting,

    /// <summary>Nodes receive the order to stop before the run ends.</summary>
    Stopping,

    /// <summary>Everything is settled, and nodes are notified.</summary>
    Closing,

    /// <summary>The run is over.</summary>
    Ended,
}

/// <summary>Decides which phase comes when. Pure: the same state and event always give the same answer.</summary>
public static class PhaseMachine
{
    /// <summary>Takes <paramref name="input"/> in <paramref name="state"/>. Events that do not fit
    /// the state (late, repeated) change nothing.</summary>
    public static (PhaseState State, IReadOnlyList<PhaseCommand> Commands) Decide(PhaseState state, PhaseEvent input)
    {
        ArgumentNullException.ThrowIfNull(state);
        return (state.Step, input) switch
        {
            (PhaseStep.NotBegun, PhaseEvent.Begin begin) => Enter(begin.Phase),
            (PhaseStep.Working, PhaseEvent.WorkDone done) when done.Phase == state.Phase => Wait(state),
            (PhaseStep.Working, PhaseEvent.Closed) when state.Phase == Phase.Summarize =>
                (state with { Step = PhaseStep.Closing }, [new PhaseCommand.StopNodes()]),
            (PhaseStep.Waiting, PhaseEvent.TasksSeen seen) when seen.Phase == state.Phase => Settle(state, seen.AreOutstanding),
            (PhaseStep.Working or PhaseStep.Waiting, PhaseEvent.Forgot forgot) when forgot.Phase <= state.Phase => Enter(forgot.Phase),
            (PhaseStep.Working or PhaseStep.Waiting, PhaseEvent.StopRequested) => Stop(state, null),
            (PhaseStep.Working or PhaseStep.Waiting, PhaseEvent.Broke broke) => Stop(state, broke.Failure),
            (PhaseStep.Stopping, PhaseEvent.NodesStopped) => End(state, stopped: true),
            (PhaseStep.Closing, PhaseEvent.NodesStopped) => End(state, stopped: false),
            _ => (state, []),
        };
    }

    private static (PhaseState, IReadOnlyList<PhaseCommand>) Enter(Phase phase) =>
        (new PhaseState(phase, PhaseStep.Working), [new PhaseCommand.Enter(phase), new PhaseCommand.Work(phase)]);

    private static (PhaseState, IReadOnlyList<PhaseCommand>) Wait(PhaseState state) =>
        (state with { Step = PhaseStep.Waiting }, [new PhaseCommand.LookForTasks(state.Phase)]);

    private static (PhaseState, IReadOnlyList<PhaseCommand>) Settle(PhaseState state, bool areOutstanding)
    {
        if (areOutstanding)
            return (state, []);
        if (state.Phase == Phase.Summarize)
            return (state with { Step = PhaseStep.Working }, [new PhaseCommand.Close()]);
        var (next, commands) = Enter(state.Phase + 1);
        return state.Phase == Phase.TransferData
            ? (next, [commands[0], new PhaseCommand.ReleaseSnapshot(), .. commands.Skip(1)])
            : (next, commands);
    }

    private static (PhaseState, IReadOnlyList<PhaseCommand>) Stop(PhaseState state, Failure? failure) =>
        (state with { Step = PhaseStep.Stopping, Failure = failure }, [new PhaseCommand.StopNodes()]);

    private static (PhaseState, IReadOnlyList<PhaseCommand>) End(PhaseState state, bool stopped) =>
        (state with { Step = PhaseStep.Ended }, [new PhaseCommand.ReleaseSnapshot(), new PhaseCommand.End(stopped, state.Failure)]);
}
