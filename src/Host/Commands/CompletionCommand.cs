using System.CommandLine;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate completion</c>: prints what a shell needs to complete commands, flags and their values.</summary>
internal static class CompletionCommand
{
    private static readonly string[] _shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Of(RootCommand root, Surroundings surroundings)
    {
        var command = new Command("completion", "Print the completion of commands and flags for a shell.");
        var shell = new Argument<string>("shell")
            { HelpName = string.Join('|', _shells), Description = "The shell.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            var script = new CompletionScript(root);
            var text = parsed.GetValue(shell) switch
            {
                "bash" => script.Bash(),
                "zsh" => script.Zsh(),
                "fish" => script.Fish(),
                "pwsh" => script.PowerShell(),
                _ => null,
            };
            if (text is not null)
            {
                surroundings.Out.Write(text);
                surroundings.Out.Flush();
                return (int)Outcome.Succeeded;
            }

            var ending = new Ending(Outcome.BadUsage, $"completion needs the name of a shell: {string.Join(", ", _shells)}.",
                "Type actormigrate completion --help for examples.");
            return (int)new CommandExecution(surroundings, json: false, debug: false, jsonLogs: false).End(ending);
        });
        return command;
    }
}
