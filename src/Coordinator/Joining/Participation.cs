using ActorMigrate.Coordinator.Membership;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/*  One process's part in a migration.

                 CoordinatorHere            CoordinatorLeads
      Following ────────────────▶ TakingOver ───────────────▶ Leading
          ▲  │                        │ │                        │
          └──┼──CoordinatorNotHere────┘ │                        │
             │                          │                        │
             └──asked to stop (others go on), drained, the migration's end,
                a fatal failure of the node, the node removed ──▶ Leaving ──▶ over

    A process that leads ends with the run, or stops the run when it is asked to and is alone. One that follows ends when the ledger says
    that the migration has. A node that was removed leaves with NodeLostException: the process may come back as another node.

    The ledger is authoritative: it gives the term, it says that the migration has ended, and it ends rows of removed nodes.           */

/// <summary>The role of a process in its migration.</summary>
public enum ParticipationRole
{
    /// <summary>Another process coordinates.</summary>
    Following,

    /// <summary>The cluster has elected this process; the ledger has not given it a term yet.</summary>
    TakingOver,

    /// <summary>This process coordinates.</summary>
    Leading,
}

/// <summary>The state of a process. <paramref name="Leaving"/>: why it leaves, or null; <paramref name="IsOver"/>: its node has stopped,
/// and it departs.</summary>
public sealed record ParticipationState(ParticipationRole Role, Departure? Leaving, bool IsOver = false)
{
    /// <summary>Before anything has happened.</summary>
    public static readonly ParticipationState Initial = new(ParticipationRole.Following, null);
}

/// <summary>An event that concerns a process's part.</summary>
public abstract record ParticipationEvent
{
    private ParticipationEvent()
    {
    }

    /// <summary>The cluster has elected this process.</summary>
    public sealed record Elected : ParticipationEvent;

    /// <summary>The ledger has given this process its term.</summary>
    public sealed record Leads : ParticipationEvent;

    /// <summary>The coordinator of this process has ended, as after a hand-over.</summary>
    public sealed record HandedOver : ParticipationEvent;

    /// <summary>The user asked to stop. <paramref name="OthersLive"/>: other members can go on.</summary>
    public sealed record StopAsked(bool OthersLive) : ParticipationEvent;

    /// <summary>The node was drained and works on nothing any more. <paramref name="OthersLive"/>: other members can go on.
    /// <paramref name="IsWorker"/>: its process neither began nor resumed the migration.</summary>
    public sealed record NodeDrained(bool OthersLive, bool IsWorker) : ParticipationEvent;

    /// <summary>The node met a fatal failure. <paramref name="WasAway"/>: it had not heard from the target for a lease.</summary>
    public sealed record NodeBroke(Failure Failure, bool WasAway) : ParticipationEvent;

    /// <summary>The migration has ended.</summary>
    public sealed record MigrationOver(Outcome Outcome) : ParticipationEvent;

    /// <summary>The target holds the migration no more. <paramref name="WasAway"/>: this node had
    /// not heard from the target for a lease.</summary>
    public sealed record LedgerLost(bool WasAway) : ParticipationEvent;

    /// <summary>The node's row has ended, its actor system is out of the cluster, or another node coordinates in a later term.</summary>
    public sealed record Replaced(Exception Cause) : ParticipationEvent;

    /// <summary>The coordinator asks for the node to stop.</summary>
    public sealed record NodeStopWanted : ParticipationEvent;

    /// <summary>The node has given its tasks back: so many, or null when the ledger could not be told.</summary>
    public sealed record NodeStopped(int? Released) : ParticipationEvent;
}

/// <summary>A command to the process that <see cref="Participation"/> decides for.</summary>
public abstract record ParticipationCommand
{
    private ParticipationCommand()
    {
    }

    /// <summary>Ask the coordinator of this process to stop the run.</summary>
    public sealed record StopTheRun : ParticipationCommand;

    /// <summary>Tell the coordinator of this process that the run must stop because of a fatal failure.</summary>
    public sealed record FailTheRun(Failure Failure) : ParticipationCommand;

    /// <summary>Tell the coordinator of this process that the node has stopped.</summary>
    public sealed record TellNodesStopped : ParticipationCommand;

    /// <summary>Tell the coordinator of this process to decide nothing more: another process will coordinate.</summary>
    public sealed record StepDown : ParticipationCommand;

    /// <summary>Stop the node; answered with <see cref="ParticipationEvent.NodeStopped"/>.</summary>
    public sealed record StopNode : ParticipationCommand;

    /// <summary>End the node's row, and answer the command line with the summary or the failure.</summary>
    public sealed record Depart(Departure Why, int? Released) : ParticipationCommand;
}

/// <summary>Decides what a process does. Pure.</summary>
public static class Participation
{
    /// <summary>Takes <paramref name="happened"/> in <paramref name="state"/>. Events that do not fit the state change nothing.</summary>
    public static (ParticipationState State, IReadOnlyList<ParticipationCommand> Commands) Decide(
        ParticipationState state, ParticipationEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        var leads = state.Role == ParticipationRole.Leading;
        return (state.Leaving, happened) switch
        {
            (null, ParticipationEvent.Elected) => (state with { Role = ParticipationRole.TakingOver }, []),
            (null, ParticipationEvent.Leads) => (state with { Role = ParticipationRole.Leading }, []),
            (null, ParticipationEvent.HandedOver) => (state with { Role = ParticipationRole.Following }, []),
            (null, ParticipationEvent.StopAsked { OthersLive: false }) when leads => (state, [new ParticipationCommand.StopTheRun()]),
            (null, ParticipationEvent.StopAsked asked) => Leave(state, new Departure.Asked(Coordinated: leads, asked.OthersLive)),
            (null, ParticipationEvent.NodeDrained { OthersLive: true } drained) => Leave(state, new Departure.Drained(drained.IsWorker)),
            (null, ParticipationEvent.NodeBroke broke) when leads => (state, [new ParticipationCommand.FailTheRun(broke.Failure)]),
            (null, ParticipationEvent.NodeBroke broke) => Leave(
                state, LedgerGone.IsToldBy(broke.Failure)
                    ? new Departure.LedgerDropped(broke.WasAway)
                    : new Departure.Broke(broke.Failure)),
            (null, ParticipationEvent.MigrationOver over) when !leads => Leave(state, new Departure.Over(over.Outcome)),
            (null, ParticipationEvent.LedgerLost lost) when !leads => Leave(state, new Departure.LedgerDropped(lost.WasAway)),
            (null, ParticipationEvent.Replaced replaced) => Leave(state, new Departure.Replaced(replaced.Cause)),
            (null, ParticipationEvent.NodeStopWanted) => (state, [new ParticipationCommand.StopNode()]),
            (null, ParticipationEvent.NodeStopped) when leads => (state, [new ParticipationCommand.TellNodesStopped()]),
            ({ } why, ParticipationEvent.NodeStopped stopped) when !state.IsOver =>
                (state with { IsOver = true }, [new ParticipationCommand.Depart(why, stopped.Released)]),
            _ => (state, []),
        };
    }

    private static (ParticipationState, IReadOnlyList<ParticipationCommand>) Leave(ParticipationState state, Departure why) =>
        (state with { Leaving = why },
         state.Role == ParticipationRole.Following
             ? [new ParticipationCommand.StopNode()]
             : [new ParticipationCommand.StepDown(), new ParticipationCommand.StopNode()]);
}
