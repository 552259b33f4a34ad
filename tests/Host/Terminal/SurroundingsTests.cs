using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Tests.Terminal;

public class SurroundingsTests
{
    [Theory]
    [InlineData("xterm-256color", true)]
    [InlineData("tmux-256color", true)]
    [InlineData("alacritty", true)]
    [InlineData("xterm", false)]
    [InlineData("xterm-256color XTERM_VERSION=XTerm(390)", false)]
    [InlineData("screen TMUX=/tmp/tmux-0/default,1,0", true)]
    [InlineData("screen.xterm-256color", false)]
    [InlineData("rxvt-unicode-256color", false)]
    [InlineData("linux", false)]
    [InlineData("", false)]
    public void Terminals_that_break_their_lines_again_are_known(string terminal, bool reflows)
    {
        var environment = $"TERM={terminal}".Split(' ').Select(one => one.Split('=', 2)).ToDictionary(one => one[0], one => one[1]);

        Assert.Equal(reflows, Of(environment).Reflows);
    }

    private static Surroundings Of(IReadOnlyDictionary<string, string> environment) => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        OutIsTerminal = true,
        ErrorIsTerminal = true,
        TerminalSize = () => (80, 24),
        Environment = environment,
        Time = TimeProvider.System,
        Processors = 2,
    };
}
