using ActorMigrate.Cluster.Wire;
using ActorMigrate.Coordinator;
using ActorMigrate.Host.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Host.Tests.Nodes;

public sealed class ProgressActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime time = new();

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new ProgressActor(
        new Sink(TestActor), new RunNode(new NodeId(Guid.NewGuid()), "own", false), TestOptions.Plain.Shared.Retry, time)));

    [Fact]
    public async Task A_node_that_takes_over_goes_on_in_its_phase()
    {
        var actor = Start();
        actor.Tell(new CoordinatorEvent.PhaseEntered(Phase.TransferData));
        actor.Tell(new CoordinatorEvent.PhaseEntered(Phase.TransferData));
        actor.Tell(new CoordinatorEvent.PhaseEntered(Phase.CollectResults));

        Assert.Equal(Phase.TransferData, (await ExpectMsgAsync<ProgressEvent.PhaseEntered>(Patience)).Phase);
        Assert.True((await ExpectMsgAsync<ProgressEvent.PhaseLeft>(Patience)).IsDone);
        Assert.Equal(Phase.CollectResults, (await ExpectMsgAsync<ProgressEvent.PhaseEntered>(Patience)).Phase);
    }

    [Fact]
    public async Task A_plan_that_is_gone_on_with_says_which_tables_are_copied_already()
    {
        Start().Tell(new CoordinatorEvent.TransfersPlanned(
        [
            new PlannedTable(1, new QualifiedName("public", "done"), 0, 10, 100) { CopiesDone = 2, EstimatedBytesDone = 100 },
            new PlannedTable(2, new QualifiedName("public", "half"), 1, 10, 100) { CopiesDone = 1, EstimatedBytesDone = 50 },
            new PlannedTable(3, new QualifiedName("public", "without_rows"), 0, 0, 0),
            new PlannedTable(4, QualifiedName.LargeObjects, 0, 1, 10) { CopiesDone = 1, EstimatedBytesDone = 10 },
        ]));

        var planned = await ExpectMsgAsync<ProgressEvent.Planned>(Patience);

        Assert.Equal((3, 1, 210, 160), (planned.Tables, planned.TablesDone, planned.Bytes, planned.BytesDone));
    }

    [Fact]
    public async Task A_table_that_began_before_this_node_took_over_has_the_time_of_its_attempt_or_none()
    {
        var actor = Start();
        actor.Tell(new TaskReport.Started(Other, Copy(1), new AttemptId(1, 1)));
        await ExpectMsgAsync<ProgressEvent.TaskStarted>(Patience);
        time.Advance(20);
        actor.Tell(new CoordinatorEvent.TransfersPlanned(
        [
            new PlannedTable(1, new QualifiedName("public", "seen"), 1, 10, 100),
            new PlannedTable(2, new QualifiedName("public", "unseen"), 1, 10, 100),
        ]));
        await ExpectMsgAsync<ProgressEvent.Planned>(Patience);

        actor.Tell(new TaskReport.Completed(Other, Copy(1), new TaskResult(10, 100)));
        actor.Tell(new TaskReport.Completed(Other, Copy(2), new TaskResult(10, 100)));

        Assert.Equal(TimeSpan.FromSeconds(20), (await ExpectMsgAsync<ProgressEvent.TableFinished>(Patience)).Elapsed);
        await ExpectMsgAsync<ProgressEvent.TaskFinished>(Patience);
        Assert.Equal(TimeSpan.Zero, (await ExpectMsgAsync<ProgressEvent.TableFinished>(Patience)).Elapsed);
    }

    private static readonly NodeId Other = new(Guid.NewGuid());

    private static TaskLabel Copy(int relation) => new(relation, TaskLane.Copy, "copy-table", $"table {relation}", relation, 10, 100);

    private sealed class Sink(IActorRef heard) : IProgressSink
    {
        public void Report(ProgressEvent progress) => heard.Tell(progress);
    }
}
