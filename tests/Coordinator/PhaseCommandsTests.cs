using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Coordinator.Tests;

public sealed class PhaseCommandsTests : Akka.TestKit.Xunit2.TestKit
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_goes_back_to_what_the_target_has_forgotten_and_neither_enters_the_next_phase_nor_closes(bool entering)
    {
        await using var crew = await Crew.CreateAsync();
        await crew.AddAsync(1);
        await crew.ExecuteAsync("UPDATE actormigrate.task SET awaited_in = 4; UPDATE actormigrate.migration SET copies_planned = true");
        Sys.EventStream.Subscribe(TestActor, typeof(CoordinatorEvent.PhaseEntered));
        var commands = new PhaseCommands(crew.Run, Sys.EventStream);

        var answer = await commands.DoAsync(entering ? new PhaseCommand.Enter(Phase.Validate) : new PhaseCommand.Close(), default);

        // The copy is not made, and what it was to be read under is gone.
        var broke = Assert.IsType<PhaseEvent.Broke>(answer);
        Assert.Contains("tables must be copied again", broke.Failure.Message, StringComparison.Ordinal);
        await crew.ExecuteAsync("UPDATE actormigrate.task SET lane = 'schema'");
        answer = await commands.DoAsync(entering ? new PhaseCommand.Enter(Phase.Validate) : new PhaseCommand.Close(), default);
        Assert.Equal(new PhaseEvent.Forgot(Phase.TransferData), answer);
        Assert.Contains("lost its last commits", Assert.Single(crew.Notices), StringComparison.Ordinal);
        await ExpectNoMsgAsync(TimeSpan.Zero);
        await crew.ExecuteAsync("UPDATE actormigrate.task SET state = 'failed'");
        Assert.Equal(entering ? null : new PhaseEvent.Closed(),
            await commands.DoAsync(entering ? new PhaseCommand.Enter(Phase.Validate) : new PhaseCommand.Close(), default));
    }
}
