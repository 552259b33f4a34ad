using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Tests.Commands;

public sealed class HelpTests : IDisposable
{
    private readonly Cli _cli = new();

    public static TheoryData<string> Commands => [.. new CommandLine(null!, null!).Root().Subcommands.Select(command => command.Name)];

    public void Dispose() => _cli.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_an_example_that_can_be_typed(string command)
    {
        Assert.Equal(0, await _cli.RunAsync(command, "--help"));
        Assert.Contains($"Usage: actormigrate {command}", _cli.Out, StringComparison.Ordinal);
        Assert.NotEmpty(HelpTexts.Examples[command]);

        var root = new CommandLine(null!, null!).Root();
        foreach (var example in HelpTexts.Examples[command].Where(example => !example.Contains('<', StringComparison.Ordinal)))
        {
            var words = example.Split('>', '|')[0].Replace(" … ", " ", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            Assert.Empty(root.Parse(words).Errors);
        }
    }

    [Fact]
    public async Task The_program_s_help_shows_every_command_in_a_group()
    {
        Assert.Equal(0, await _cli.RunAsync("--help"));

        var shown = HelpTexts.Commands.SelectMany(group => group.Names);
        Assert.Equal(new CommandLine(null!, null!).Root().Subcommands.Select(command => command.Name).Order(), shown.Order());
        Assert.Contains("Watch and steer:", _cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void Descriptions_keep_within_the_terminal(int width)
    {
        var root = new CommandLine(null!, null!).Root();
        using var page = new StringWriter();

        new HelpPage(root.Subcommands.Single(command => command.Name == "migrate"), width).Write(page);

        var lines = page.ToString().Split(Environment.NewLine);
        // An example stays in one piece, and so does a word that is wider than its place, or a name with its values.
        var wrapped = lines.Where(
            line => !line.StartsWith("  actormigrate", StringComparison.Ordinal) && !line.StartsWith("  --", StringComparison.Ordinal)
            && line.Trim().Contains(' ', StringComparison.Ordinal));
        Assert.All(wrapped, line => Assert.InRange(line.Length, 0, width));
        Assert.Contains("Nodes, slots and rates:", lines);
        Assert.Contains(lines, line => line.StartsWith("  --max-rate SIZE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--progress=none")]
    public async Task Quiet_shows_the_summary_alone(string flag)
    {
        Assert.Equal(0, await _cli.MigrateAsync(flag));

        Assert.Equal(ProgressMode.None, _cli.Settings!.Progress);
        Assert.Contains("Everything was migrated", _cli.Out, StringComparison.Ordinal);
        Assert.Equal("", _cli.Error);
    }

    [Fact]
    public async Task Verbose_logs_more_and_contradicting_flags_are_refused()
    {
        Assert.Equal(0, await _cli.MigrateAsync("--verbose"));
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Information, _cli.Settings!.LogLevel);

        Assert.Equal(1, await _cli.MigrateAsync("--quiet", "--json"));
        Assert.Equal(1, await _cli.MigrateAsync("--verbose", "--log-level", "error"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public void Colours_are_shown_unless_the_variable_says_something(string value, bool colours)
    {
        var surroundings = Surroundings.OfProcess() with { Environment = new Dictionary<string, string> { ["NO_COLOR"] = value } };
        Assert.Equal(colours, surroundings.ShowsColors);
    }
}
