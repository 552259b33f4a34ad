using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Tests.Terminal;

public class InterruptsTests
{
    [Fact]
    public async Task The_first_signal_asks_for_a_stop_and_the_second_ends_at_once()
    {
        var exits = new List<int>();
        var said = 0;
        var stopped = new TaskCompletionSource();
        using var interrupts = new Interrupts(() => said++, exits.Add);
        interrupts.Token.Register(stopped.SetResult);

        interrupts.Receive();
        await stopped.Task;
        Assert.Empty(exits);
        Assert.Equal(0, said);

        interrupts.Receive();
        Assert.Equal([130], exits);
        Assert.Equal(1, said);
    }

    [Fact]
    public async Task A_terminal_that_is_lost_asks_for_a_stop_however_often_that_is_told()
    {
        var exits = new List<int>();
        var stopped = new TaskCompletionSource();
        using var interrupts = new Interrupts(() => { }, exits.Add);
        interrupts.Token.Register(stopped.SetResult);

        interrupts.HangUp();
        await stopped.Task;
        interrupts.HangUp();
        Assert.Empty(exits);

        interrupts.Receive();
        Assert.Equal([130], exits);
    }

    [Fact]
    public void An_output_that_takes_nothing_does_not_keep_the_process()
    {
        var exits = new List<int>();
        var full = new TaskCompletionSource();
        using var interrupts = new Interrupts(full.Task.Wait, exits.Add);
        interrupts.Receive();

        interrupts.Receive();

        Assert.Equal([130], exits);
        full.SetResult();
    }

    [Fact]
    public async Task The_second_signal_gets_through_while_the_first_is_being_handled()
    {
        var exits = new List<int>();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        using var interrupts = new Interrupts(() => { }, exits.Add);
        interrupts.Token.Register(() =>
        {
            entered.SetResult();
            release.Task.Wait();
        });

        interrupts.Receive();
        await entered.Task;
        interrupts.Receive();

        Assert.Equal([130], exits);
        release.SetResult();
    }
}
