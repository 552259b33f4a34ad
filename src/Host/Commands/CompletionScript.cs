using System.CommandLine;
using System.Text;

namespace ActorMigrate.Host.Commands;

/// <summary>Writes scripts that complete the command line, from its one definition. Pure.</summary>
internal sealed class CompletionScript(RootCommand root)
{
    private const string Files = "FILE";

    /// <summary>Writes the script for bash.</summary>
    public string Bash()
    {
        var text = new StringBuilder("""
            # Completion of actormigrate for bash: source <(actormigrate completion bash)
            _actormigrate() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                COMPREPLY=()

            """);
        Line(text,
            $"    if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W '{Names(root.Subcommands)}' -- \"$word\")); return; fi");
        Line(text, "    case \"${COMP_WORDS[1]} $before\" in");
        foreach (var (command, option) in Valued())
        {
            var values = option.HelpName == Files ? "-f" : $"-W '{string.Join(' ', ValuesOf(option))}'";
            Line(text, $"        '{command.Name} {option.Name}') COMPREPLY=($(compgen {values} -- \"$word\")); return ;;");
        }

        Line(text, "    esac");
        Line(text, "    case \"${COMP_WORDS[1]}\" in");
        foreach (var command in root.Subcommands)
            Line(text, $"        {command.Name}) COMPREPLY=($(compgen -W '{WordsOf(command)}' -- \"$word\")) ;;");
        return text.Append("    esac\n}\ncomplete -F _actormigrate actormigrate\n").ToString();
    }

    /// <summary>Writes the script for zsh.</summary>
    public string Zsh()
    {
        var text =
            new StringBuilder(
                "#compdef actormigrate\n# Completion of actormigrate for zsh: source <(actormigrate completion "
                    + "zsh)\n_actormigrate() {\n    local -a list\n");
        Line(text, "    if (( CURRENT == 2 )); then");
        Line(text,
            $"        list=({string.Join(' ', root.Subcommands.Select(command => Quoted($"{command.Name}:{command.Description}")))})");
        Line(text, "        _describe command list; return");
        Line(text, "    fi");
        Line(text, "    case \"$words[2] $words[CURRENT-1]\" in");
        foreach (var (command, option) in Valued())
            Line(text,
                $"        '{command.Name} {option.Name}') "
                    + $"{(option.HelpName == Files ? "_files" : $"compadd -- {string.Join(' ', ValuesOf(option))}")}; return ;;");
        Line(text, "    esac");
        Line(text, "    case \"$words[2]\" in");
        foreach (var command in root.Subcommands)
            Line(text, $"        {command.Name}) compadd -- {WordsOf(command)} ;;");
        return text.Append("    esac\n}\ncompdef _actormigrate actormigrate\n").ToString();
    }

    /// <summary>Writes the script for fish.</summary>
    public string Fish()
    {
        var text = new StringBuilder("# Completion of actormigrate for fish\ncomplete -c actormigrate -f\n");
        foreach (var command in root.Subcommands)
        {
            Line(text, $"complete -c actormigrate -n __fish_use_subcommand -a {command.Name} -d {Quoted(command.Description ?? "")}");
            var within = $"complete -c actormigrate -n '__fish_seen_subcommand_from {command.Name}'";
            foreach (var argument in command.Arguments)
                Line(text, $"{within} -a '{(argument.HelpName ?? "").Replace('|', ' ')}'");
            foreach (var option in OptionsOf(command))
            {
                var values = option.HelpName is null
                    ? ""
                    : option.HelpName == Files ? " -r -F"
                    : ValuesOf(option).Count == 0 ? " -x"
                    : $" -x -a '{string.Join(' ', ValuesOf(option))}'";
                Line(text, $"{within} -l {option.Name[2..]}{values} -d {Quoted(option.Description ?? "")}");
            }
        }

        return text.ToString();
    }

    /// <summary>Writes the script for PowerShell.</summary>
    public string PowerShell()
    {
        var text = new StringBuilder(
            "# Completion of actormigrate for PowerShell: actormigrate completion pwsh | Out-String | Invoke-Expression\n");
        Line(text, "Register-ArgumentCompleter -Native -CommandName actormigrate -ScriptBlock {");
        Line(text, "    param($word, $line, $position)");
        Line(text, "    $words = @{");
        Line(text, $"        '' = '{Names(root.Subcommands)}'");
        foreach (var command in root.Subcommands)
            Line(text, $"        '{command.Name}' = '{WordsOf(command)}'");
        foreach (var (command, option) in Valued().Where(one => one.Option.HelpName != Files))
            Line(text, $"        '{command.Name} {option.Name}' = '{string.Join(' ', ValuesOf(option))}'");
        return text.Append("""
                }
                $said = @($line.CommandElements | ForEach-Object { "$_" })
                if ($word) { $said = @($said | Select-Object -SkipLast 1) }
                $command = if ($said.Count -gt 1) { $said[1] } else { '' }
                $key = if ($words.ContainsKey("$command $($said[-1])")) { "$command $($said[-1])" } else { $command }
                $words[$key] -split ' ' | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }

            """).ToString();
    }

    private static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>Returns the flags whose values are known: one of some words, or a file.</summary>
    private IEnumerable<(Command Command, Option Option)> Valued() => root.Subcommands.SelectMany(command => OptionsOf(command)
        .Where(option => option.HelpName == Files || ValuesOf(option).Count > 0).Select(option => (command, option)));

    private static IReadOnlyList<string> ValuesOf(Option option) =>
        option.HelpName is { } values && values.Contains('|', StringComparison.Ordinal) ? values.Split('|') : [];

    private static string WordsOf(Command command) => string.Join(
        ' ', command.Arguments.SelectMany(argument => (argument.HelpName ?? "").Split('|'))
            .Concat(OptionsOf(command).Select(option => option.Name)).Append("--help"));

    private static string Names(IEnumerable<Command> commands) => string.Join(' ', commands.Select(command => command.Name));

    private static string Quoted(string words) => $"'{words.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
