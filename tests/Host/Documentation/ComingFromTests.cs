using System.Text.RegularExpressions;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Documentation;

/// <summary>docs/coming-from.md maps each flag of the tools that people come from to what there is here.</summary>
public sealed partial class ComingFromTests
{
    private static readonly string[] _programs = ["pg_dump", "pg_restore"];

    private static string[][] Rows => [.. Checkout.Read("docs/coming-from.md").Split('\n')
        .Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..])];

    [Fact]
    public async Task Every_flag_of_the_installed_programs_has_a_row()
    {
        var named = Rows.SelectMany(row => Flag().Matches(row[0])).Select(match => match.Value).ToHashSet();

        foreach (var program in _programs)
        {
            var help = await ClientProgram.RunAsync(program, ["--help"]);
            Assert.Empty(HelpFlag().Matches(help).Select(match => match.Groups[1].Value).Where(flag => !named.Contains(flag))
                .Select(flag => $"{program} {flag}"));
        }
    }

    [Fact]
    public void Every_counterpart_is_there()
    {
        var root = new CommandLine(null!, null!).Root();
        var flags = root.Subcommands.SelectMany(command => command.Options).Select(option => option.Name)
            .Append("--version").Append("--help").ToHashSet();
        var commands = root.Subcommands.Select(command => command.Name).ToHashSet();
        var known = KnownSettings.All.SelectMany(setting => (string[])[setting.Key, setting.Variable]).ToHashSet();
        var ours = Rows.SelectMany(row => Quoted().Matches(row[1])).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(ours);
        Assert.Empty(ours.SelectMany(text => Flag().Matches(text)).Select(match => match.Value)
            .Where(flag => !flags.Contains(flag)).ToList());
        Assert.Empty(ours.Where(text => !text.StartsWith('-') && !IsKnown(text, commands, known)).ToList());
    }

    private static bool IsKnown(string text, HashSet<string> commands, HashSet<string> settings) =>
        commands.Contains(text.Split(' ')[0]) || settings.Contains(text) || Enum.TryParse<Phase>(text, out _) || text == "ntile";

    [Fact]
    public void What_the_program_answers_to_a_flag_of_another_one_is_what_the_page_says()
    {
        // Which of the commands does it without a dry run is said of no flag: neither program has it.
        var rows = Rows.Select(row => (Theirs: Flag().Matches(row[0]).Select(match => match.Value).ToHashSet(), Ours: row[1])).ToList();

        Assert.DoesNotContain(Counterparts.All, answer => answer.Key != "--dry-run"
            && !rows.Exists(row => row.Theirs.Contains(answer.Key) && row.Ours.Contains(answer.Value, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_flag_that_the_program_says_to_have_no_counterpart_for_has_none_on_the_page()
    {
        var rows = Rows.Where(row => row[1].Trim() is "–" or "see below").SelectMany(row => Flag().Matches(row[0]))
            .Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(Counterparts.Without);
        Assert.Empty(Counterparts.Without.Keys.Where(flag => !rows.Contains(flag)).ToList());
    }

    [Fact]
    public void Every_kind_that_is_to_be_left_out_can_be()
    {
        var kinds = Rows.SelectMany(row => Skipped().Matches(row[1])).Select(match => match.Groups[1].Value.Trim('"')).ToList();

        Assert.NotEmpty(kinds);
        Assert.Empty(kinds.Where(kind => kind != "KIND" && !ObjectKinds.Skippable.Contains(kind)).ToList());
    }

    [GeneratedRegex(@"(?<![\w-])--?[A-Za-z][a-z-]*|-\?")]
    private static partial Regex Flag();

    [GeneratedRegex(@"^\s+(?:-., )?(--[a-z][a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpFlag();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("""--skip ("[^"]+"|\S+?)`""")]
    private static partial Regex Skipped();
}
