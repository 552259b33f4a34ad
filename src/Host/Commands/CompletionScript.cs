using System.CommandLine;
using System.Text;

namespace ActorMigrate.Host.Commands;

/// <summary>Writes scripts that complete the command line, from its one definition. Pure.</summary>
internal sealed class CompletionScript(RootCommand root)
{
    private const string Files = "FILE";

    /// <summary>Writes the script for bash. There, an equals sign between a flag and its value is a word of its own.</summary>
    public string Bash()
    {
        var text = new StringBuilder("""
            # Completion of actormigrate for bash: source <(actormigrate completion bash)
            _actormigrate() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=
                COMPREPLY=()
                if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
                if [ "$COMP_CWORD" -eq 1 ]; then command=; fi
                case "$command $before" in

            """);
        ValueCases(text, values => values == Files
            ? "local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"$word\")); compopt -o filenames 2> /dev/null"
            : $"COMPREPLY=($(compgen -W '{values}' -- \"$word\"))");
        Line(text, "    case \"$command\" in");
        Line(text, $"        '') words='{Beginnings()}' ;;");
        WordCases(text, words => $"words='{words}'");
        return text.Append("    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -F _actormigrate actormigrate\n")
            .ToString();
    }

    /// <summary>Writes the script for zsh, which is sourced, or loaded by <c>fpath</c> as the body of its function.</summary>
    public string Zsh()
    {
        var text = new StringBuilder("""
            #compdef actormigrate
            # Completion of actormigrate for zsh: source <(actormigrate completion zsh)
            _actormigrate() {
                local -a list
                local before=$words[CURRENT-1]
                if [[ $words[CURRENT] == --*=* ]]; then before=${words[CURRENT]%%=*}; compset -P '*='; fi
                if (( CURRENT == 2 )); then

            """);
        Line(text,
            $"        list=({string.Join(' ', root.Subcommands.Select(command => Quoted($"{command.Name}:{command.Description}")))})");
        Line(text, $"        _describe command list; compadd -- {string.Join(' ', Others)}; return");
        Line(text, "    fi");
        Line(text, "    case \"$words[2] $before\" in");
        ValueCases(text, values => values == Files ? "_files" : values.Length == 0 ? "_message value" : $"compadd -- {values}");
        Line(text, "    case \"$words[2]\" in");
        WordCases(text, words => $"compadd -- {words}");
        return text.Append("    esac\n}\nif [[ $funcstack[1] == _actormigrate ]]; then _actormigrate \"$@\"; "
            + "else compdef _actormigrate actormigrate; fi\n").ToString();
    }

    /// <summary>Writes the script for fish, which takes a flag and its value apart by itself.</summary>
    public string Fish()
    {
        var text = new StringBuilder("""
            # Completion of actormigrate for fish
            function __fish_actormigrate_is -d 'Tests whether the command, empty where none is typed yet, is the argument'
                set -l typed (commandline -opc)
                test "$typed[2]" = "$argv[1]"
            end
            complete -c actormigrate -f

            """);
        Line(text, $"complete -c actormigrate -n '__fish_actormigrate_is \"\"' -a '{string.Join(' ', Others)}'");
        Line(text, $"complete -c actormigrate -n '__fish_actormigrate_is help' -a '{Names()}'");
        foreach (var command in root.Subcommands)
        {
            var description = Quoted(command.Description ?? "");
            Line(text, $"complete -c actormigrate -n '__fish_actormigrate_is \"\"' -a {command.Name} -d {description}");
            var within = $"complete -c actormigrate -n '__fish_actormigrate_is {command.Name}'";
            foreach (var argument in command.Arguments)
                Line(text, $"{within} -a '{(argument.HelpName ?? "").Replace('|', ' ')}'");
            foreach (var option in OptionsOf(command))
                Line(text, $"{within} -l {option.Name[2..]}{FishValues(option)} -d {Quoted(option.Description ?? "")}");
            Line(text, $"{within} -l help -d 'Show help.'");
        }

        return text.ToString();
    }

    /// <summary>Writes the script for PowerShell. There, a completer that answers nothing makes the shell offer names of files, so
    /// the script answers the word that is typed, or a blank.</summary>
    public string PowerShell()
    {
        var text = new StringBuilder(
            "# Completion of actormigrate for PowerShell: actormigrate completion pwsh | Out-String | Invoke-Expression\n");
        Line(text, "Register-ArgumentCompleter -Native -CommandName actormigrate -ScriptBlock {");
        Line(text, "    param($word, $line, $position)");
        Line(text, "    $words = @{");
        Line(text, $"        '' = '{Beginnings()}'");
        Line(text, $"        'help' = '{Names()}'");
        foreach (var command in root.Subcommands)
        {
            Line(text, $"        '{command.Name}' = '{WordsOf(command)}'");
            foreach (var option in OptionsOf(command).Where(TakesValue))
                Line(text, $"        '{command.Name} {option.Name}' = '{Offered(option)}'");
        }

        return text.Append("""
                }
                $said = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
                $command = if ($said.Count -gt 1) { $said[1] } else { '' }
                $flag, $value = $word -split '=', 2
                $joined = if ($null -ne $value) { "$flag=" } else { '' }
                $before = if ($joined) { $flag } else { $value = $word; $said[-1] }
                $key = if ($words.ContainsKey("$command $before")) { "$command $before" } else { $command }
                $offered = if ($words[$key] -eq 'FILE') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($value) | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new(
                            "$joined$($_.CompletionText)", $_.ListItemText, $_.ResultType, $_.ToolTip)
                    }
                } else {
                    "$($words[$key])" -split ' ' | Where-Object { $_ -and $_.StartsWith($value, [StringComparison]::Ordinal) } |
                        ForEach-Object { [System.Management.Automation.CompletionResult]::new("$joined$_") }
                }
                if (-not $offered) { $offered = [System.Management.Automation.CompletionResult]::new($(if ($word) { $word } else { ' ' })) }
                $offered
            }

            """).ToString();
    }

    private static readonly string[] Others = ["help", "--help", "--version"];

    private static string FishValues(Option option) =>
        option.HelpName is null ? ""
        : IsFile(option) ? " -r -F"
        : !TakesValue(option) ? ""
        : ValuesOf(option) is { Length: > 0 } values ? $" -x -a '{values}'"
        : " -x";

    private static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>Tells whether a flag needs a value; a value in brackets may be left out.</summary>
    private static bool TakesValue(Option option) => option.HelpName is { } name && !name.StartsWith('[');

    /// <summary>Writes a case for the flags that take the same values: some words, none where they are not known, or
    /// <see cref="Files"/>.</summary>
    private void ValueCases(StringBuilder text, Func<string, string> answer)
    {
        foreach (var command in root.Subcommands)
        {
            foreach (var flags in OptionsOf(command).Where(TakesValue).GroupBy(Offered))
            {
                var pattern = string.Join("'|'", flags.Select(option => $"{command.Name} {option.Name}"));
                Line(text, $"        '{pattern}') {answer(flags.Key)}; return ;;");
            }
        }

        Line(text, "    esac");
    }

    private void WordCases(StringBuilder text, Func<string, string> answer)
    {
        Line(text, $"        help) {answer(Names())} ;;");
        foreach (var command in root.Subcommands)
            Line(text, $"        {command.Name}) {answer(WordsOf(command))} ;;");
    }

    /// <summary>Returns the values that a flag may have, empty where they are not known.</summary>
    private static string ValuesOf(Option option) =>
        option.HelpName is { } values && values.Contains('|', StringComparison.Ordinal) ? values.Replace('|', ' ') : "";

    private static string Offered(Option option) => IsFile(option) ? Files : ValuesOf(option);

    private static bool IsFile(Option option) => option.HelpName?.StartsWith(Files, StringComparison.Ordinal) == true;

    private static string WordsOf(Command command) => string.Join(
        ' ', command.Arguments.SelectMany(argument => (argument.HelpName ?? "").Split('|'))
            .Concat(OptionsOf(command).Select(option => option.Name)).Append("--help"));

    private string Names() => string.Join(' ', root.Subcommands.Select(command => command.Name));

    private string Beginnings() => $"{Names()} {string.Join(' ', Others)}";

    private static string Quoted(string words) => $"'{words.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
