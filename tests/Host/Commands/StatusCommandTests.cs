using ActorMigrate.Control.Status;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Tests.Dashboard;

namespace ActorMigrate.Host.Tests.Commands;

/// <summary>How <c>status --watch</c> shows one look after the other.</summary>
public sealed class StatusCommandTests
{
    [Theory]
    [InlineData(true, "xterm", true)]
    [InlineData(true, "dumb", false)]
    [InlineData(false, "xterm", false)]
    public async Task A_look_takes_the_place_of_the_one_before_on_a_terminal_and_stands_below_it_elsewhere(
        bool isTerminal, string terminal, bool inPlace)
    {
        var shown = (await WatchAsync(isTerminal, terminal)).ReplaceLineEndings("\n");

        Assert.Equal(2, shown.Split("Phase   transfer data").Length - 1);
        Assert.Equal(inPlace ? 2 : 0, shown.Split("\e[H").Length - 1);
        Assert.Equal(inPlace ? 1 : 0, shown.Split("\e[2J").Length - 1);
        Assert.Equal(!inPlace, shown.Contains("\n\nMigration ", StringComparison.Ordinal));
        Assert.Equal(inPlace, shown.EndsWith("\e[K\n\e[J", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_look_alone_is_text_on_a_terminal_too() =>
        Assert.DoesNotContain("\e[", await WatchAsync(isTerminal: true, "xterm", again: false), StringComparison.Ordinal);

    private static async Task<string> WatchAsync(bool isTerminal, string terminal, bool again = true)
    {
        using var output = new StringWriter();
        var surroundings = new Surroundings
        {
            Out = output,
            Error = TextWriter.Null,
            OutIsTerminal = isTerminal,
            ErrorIsTerminal = false,
            TerminalSize = () => (80, 24),
            Environment = new Dictionary<string, string> { ["TERM"] = terminal },
            Time = new ImpatientClock(),
            Processors = 1,
        };
        var runners = new CommandRunners(
            () => throw new InvalidOperationException(), _ => throw new InvalidOperationException(),
            () => throw new InvalidOperationException()) { Status = _ => new TwoLooks() };
        string[] arguments = ["status", "--target", "host=h dbname=b", .. again ? ["--watch"] : Array.Empty<string>()];
        Assert.Equal(0, await CommandLine.RunAsync(arguments, runners, surroundings, CancellationToken.None));
        return output.ToString();
    }

    private sealed class TwoLooks : IStatusReader
    {
        private int _looks;

        public Task<MigrationStatus?> ReadAsync(RunSettings settings, CancellationToken cancellationToken) =>
            Task.FromResult<MigrationStatus?>(FakeWatch.Begun() with { Outcome = ++_looks == 2 ? "Stopped" : null });
    }

    /// <summary>Timers go off at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
    }
}
