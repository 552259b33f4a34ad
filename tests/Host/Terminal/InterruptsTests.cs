using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Tests.Terminal;

public class InterruptsTests
{
    [Fact]
    public async Task The_first_signal_asks_for_a_stop_and_the_second_ends_at_once()
    {
        var exits = new List<int>();
        var terminal = new StringWriter();
        var stopped = new TaskCompletionSource();
        using var interrupts = new Interrupts(terminal, exits.Add);
        interrupts.Token.Register(stopped.SetResult);

        interrupts.Receive();
        await stopped.Task;
        Assert.Empty(exits);

        interrupts.Receive();
        Assert.Equal([130], exits);
        Assert.Contains("\e[?25h", terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_signal_gets_through_while_the_first_is_being_handled()
    {
        var exits = new List<int>();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        using var interrupts = new Interrupts(terminal: null, exits.Add);
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
