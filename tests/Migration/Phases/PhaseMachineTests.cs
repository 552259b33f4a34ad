using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Migration.Tests.Phases;

public class PhaseMachineTests
{
    [Fact]
    public void A_run_goes_through_every_phase_by_name_and_in_order()
    {
        var entered = new List<Phase>();
        var (state, commands) = PhaseMachine.Decide(PhaseState.Initial, new PhaseEvent.Begin(Phase.ExtractSourceSchema));
        while (state.Step != PhaseStep.Ended)
        {
            entered.AddRange(commands.OfType<PhaseCommand.Enter>().Select(enter => enter.Phase));
            (state, commands) = PhaseMachine.Decide(state, Answer(commands[^1]));
        }

        Assert.Equal(Enum.GetValues<Phase>(), entered);
        Assert.Equal(new PhaseCommand.End(false, null), commands[^1]);
    }

    [Fact]
    public void A_phase_waits_until_its_last_task_is_settled()
    {
        var waiting = new PhaseState(Phase.TransferData, PhaseStep.Waiting);
        var (state, commands) = PhaseMachine.Decide(waiting, new PhaseEvent.TasksSeen(Phase.TransferData, AreOutstanding: true));
        Assert.Equal(waiting, state);
        Assert.Empty(commands);
    }

    [Fact]
    public void Failed_and_skipped_tasks_do_not_hold_a_phase()
    {
        var waiting = new PhaseState(Phase.CreatePrimaryKeys, PhaseStep.Waiting);
        var (state, _) = PhaseMachine.Decide(waiting, new PhaseEvent.TasksSeen(Phase.CreatePrimaryKeys, AreOutstanding: false));
        Assert.Equal(Phase.Validate, state.Phase);
    }

    [Fact]
    public void The_snapshot_is_released_when_the_last_copy_is_in_and_not_before()
    {
        foreach (var phase in Enum.GetValues<Phase>())
        {
            var (_, commands) =
                PhaseMachine.Decide(new PhaseState(phase, PhaseStep.Waiting), new PhaseEvent.TasksSeen(phase, AreOutstanding: false));
            Assert.Equal(phase == Phase.TransferData, commands.OfType<PhaseCommand.ReleaseSnapshot>().Any());
        }
    }

    [Fact]
    public void The_snapshot_is_kept_until_the_ledger_has_said_that_no_copy_is_forgotten()
    {
        var waiting = new PhaseState(Phase.TransferData, PhaseStep.Waiting);
        var (entering, commands) = PhaseMachine.Decide(waiting, new PhaseEvent.TasksSeen(Phase.TransferData, AreOutstanding: false));
        Assert.Equal([new PhaseCommand.Enter(Phase.CollectResults), new PhaseCommand.ReleaseSnapshot(),
            new PhaseCommand.Work(Phase.CollectResults)], commands);

        var (back, again) = PhaseMachine.Decide(entering, new PhaseEvent.Forgot(Phase.TransferData));
        Assert.Equal(new PhaseState(Phase.TransferData, PhaseStep.Working), back);
        Assert.Equal([new PhaseCommand.Enter(Phase.TransferData), new PhaseCommand.Work(Phase.TransferData)], again);
    }

    [Fact]
    public void Nodes_are_notified_of_the_end_when_the_ledger_has_said_that_nothing_is_forgotten()
    {
        var waiting = new PhaseState(Phase.Summarize, PhaseStep.Waiting);
        var (asking, commands) = PhaseMachine.Decide(waiting, new PhaseEvent.TasksSeen(Phase.Summarize, AreOutstanding: false));
        Assert.Equal([new PhaseCommand.Close()], commands);

        Assert.Equal(
            new PhaseState(Phase.Validate, PhaseStep.Working), PhaseMachine.Decide(asking, new PhaseEvent.Forgot(Phase.Validate)).State);
        var (closing, orders) = PhaseMachine.Decide(asking, new PhaseEvent.Closed());
        Assert.Equal(PhaseStep.Closing, closing.Step);
        Assert.Equal([new PhaseCommand.StopNodes()], orders);
    }

    [Fact]
    public void A_phase_that_the_target_has_forgotten_is_entered_again_and_no_later_one()
    {
        var waiting = new PhaseState(Phase.TransferData, PhaseStep.Waiting);
        var (state, commands) = PhaseMachine.Decide(waiting, new PhaseEvent.Forgot(Phase.PrepareTransfers));
        Assert.Equal(new PhaseState(Phase.PrepareTransfers, PhaseStep.Working), state);
        Assert.Equal([new PhaseCommand.Enter(Phase.PrepareTransfers), new PhaseCommand.Work(Phase.PrepareTransfers)], commands);
        Assert.Empty(PhaseMachine.Decide(waiting, new PhaseEvent.Forgot(Phase.Validate)).Commands);
    }

    [Theory]
    [InlineData(PhaseStep.Working)]
    [InlineData(PhaseStep.Waiting)]
    public void A_failure_that_nothing_can_go_on_after_stops_the_nodes_and_then_the_run(PhaseStep step)
    {
        var failure = new Failure(FailureClass.Fatal, "53100", "disk full");
        var (stopping, order) = PhaseMachine.Decide(new PhaseState(Phase.TransferData, step), new PhaseEvent.Broke(failure));
        Assert.Equal([new PhaseCommand.StopNodes()], order);
        var (ended, commands) = PhaseMachine.Decide(stopping, new PhaseEvent.NodesStopped());
        Assert.Equal(PhaseStep.Ended, ended.Step);
        Assert.Equal([new PhaseCommand.ReleaseSnapshot(), new PhaseCommand.End(true, failure)], commands);
    }

    [Fact]
    public void A_stop_is_carried_out_once()
    {
        var (stopping, _) = PhaseMachine.Decide(new PhaseState(Phase.TransferData, PhaseStep.Waiting), new PhaseEvent.StopRequested());
        var (again, commands) = PhaseMachine.Decide(stopping, new PhaseEvent.StopRequested());
        Assert.Equal(stopping, again);
        Assert.Empty(commands);
    }

    [Fact]
    public void Answers_of_another_phase_are_dropped()
    {
        var state = new PhaseState(Phase.Validate, PhaseStep.Working);
        Assert.Equal(state, PhaseMachine.Decide(state, new PhaseEvent.WorkDone(Phase.TransferData)).State);
        Assert.Equal(state, PhaseMachine.Decide(state, new PhaseEvent.TasksSeen(Phase.Validate, AreOutstanding: false)).State);
    }

    [Fact]
    public void An_ended_run_stays_ended_whatever_comes()
    {
        var ended = new PhaseState(Phase.Summarize, PhaseStep.Ended);
        PhaseEvent[] events =
        [
            new PhaseEvent.Begin(Phase.ExtractSourceSchema), new PhaseEvent.WorkDone(Phase.Summarize),
            new PhaseEvent.TasksSeen(Phase.Summarize, AreOutstanding: false), new PhaseEvent.StopRequested(), new PhaseEvent.NodesStopped(),
        ];
        Assert.All(events, happened =>
            Assert.Equal((ended, 0), (PhaseMachine.Decide(ended, happened).State, PhaseMachine.Decide(ended, happened).Commands.Count)));
    }

    private static PhaseEvent Answer(PhaseCommand last) => last switch
    {
        PhaseCommand.Work work => new PhaseEvent.WorkDone(work.Phase),
        PhaseCommand.LookForTasks look => new PhaseEvent.TasksSeen(look.Phase, AreOutstanding: false),
        PhaseCommand.Close => new PhaseEvent.Closed(),
        _ => new PhaseEvent.NodesStopped(),
    };
}
