using System.CommandLine;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Notifications;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary>The commands and what they do.</summary>
internal sealed class CommandLine
{
    private static readonly Setting[] _validationFlags =
    [
        KnownSettings.Source, KnownSettings.Target, KnownSettings.SourceSchema, KnownSettings.TargetSchema, KnownSettings.MapSchema,
        KnownSettings.IncludeTables, KnownSettings.ExcludeTables, KnownSettings.Validate, KnownSettings.ChecksumSize,
        KnownSettings.RedactValues,
        KnownSettings.DataOnly, KnownSettings.NoOwner, KnownSettings.NoPrivileges, KnownSettings.RoleMap, KnownSettings.Skip,
        KnownSettings.SkipExtensions,
        KnownSettings.Report, KnownSettings.Progress, KnownSettings.Logging, KnownSettings.LogFormat,
    ];

    private readonly CommandRunners _runners;
    private readonly Surroundings _surroundings;

    internal CommandLine(CommandRunners runners, Surroundings surroundings) => (_runners, _surroundings) = (runners, surroundings);

    /// <summary>Runs the command that <paramref name="arguments"/> name; the result is the exit code.</summary>
    public static async Task<int> RunAsync(
        string[] arguments, CommandRunners runners, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var root = new CommandLine(runners, surroundings).Root();
        if (arguments.Length == 0)
            return await HelpAsync(root, surroundings).ConfigureAwait(false);
        // As with git: help COMMAND is COMMAND --help.
        if (arguments[0] == "help")
            arguments = [.. arguments[1..], "--help"];
        // No response files: a connection text may begin with any character.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (UsageErrors.Of(parsed) is { } ending)
            return (int)new CommandExecution(surroundings, arguments.Contains("--json"), debug: false,
                LogChoice.IsJson(arguments, surroundings.Environment)).End(ending);
        return await parsed.InvokeAsync(Invocation(surroundings), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prints the help: without a command there is nothing to do but to say which there are.</summary>
    private static async Task<int> HelpAsync(RootCommand root, Surroundings surroundings)
    {
        await root.Parse(["--help"]).InvokeAsync(Invocation(surroundings), CancellationToken.None).ConfigureAwait(false);
        return (int)Outcome.BadUsage;
    }

    // Signals and exceptions are this program's own affair.
    private static InvocationConfiguration Invocation(Surroundings surroundings) => new()
    {
        Output = surroundings.Out,
        Error = surroundings.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    internal RootCommand Root()
    {
        var root =
            new RootCommand(
                "Copies a PostgreSQL database into another PostgreSQL server: exactly, fast, and without losing "
                    + "data when a process, a server or the network fails.");
        root.Subcommands.Add(MigrateCommand());
        root.Subcommands.Add(CheckCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(PlanCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(ValidateCommand());
        root.Subcommands.Add(WorkerCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(ResumeCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(CleanupCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(StatusCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(DashboardCommand.Of(_runners, _surroundings));
        foreach (var command in SteeringCommands.Of(_runners, _surroundings))
            root.Subcommands.Add(command);
        root.Subcommands.Add(SchemaCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(ReportCommand.Of(_surroundings));
        root.Subcommands.Add(DemoCommand.Of(_runners, _surroundings));
        root.Subcommands.Add(CompletionCommand.Of(root, _surroundings));
        root.Subcommands.Add(VersionCommand.Of(_surroundings));
        HelpPage.Of(root, () => _surroundings.OutIsTerminal ? _surroundings.TerminalSize().Width : int.MaxValue);
        return root;
    }

    private Command MigrateCommand()
    {
        var command = new Command("migrate", "Migrate a database, or one schema of it, to another server.");
        var resume = new Option<bool>("--resume") { Description =
            "Resume the migration that the target holds, if it holds one; join it if its nodes still run." };
        var plan = new Option<string>("--plan") { Description =
            "Run a reviewed plan, written by plan --json; refuse to begin if the migration would differ from it.", HelpName = "FILE" };
        command.Options.Add(resume);
        command.Options.Add(plan);
        var flags = new SettingFlags(command, KnownSettings.All.Where(setting => setting.HasFlag), takesFile: true);
        CommandCall.Answer(command, flags, _surroundings, call =>
        {
            var reviewed = call.Arguments.GetValue(plan) is { } file ? PlanFile.Read(file) : null;
            if (reviewed is not null && call.Arguments.GetValue(resume))
                throw new RefusedException(
                    Outcome.BadUsage,
                    "--plan and --resume exclude each other: a recorded migration keeps its own plan.",
                    "Give one of them.");
            return call.ShowAsync(
                call.Arguments.GetValue(resume) ? _runners.BeginOrResume : _runners.Migration, TellsOf.Everything,
                settings => settings with { Reviewed = reviewed }, _runners.Dashboard);
        });
        return command;
    }

    private Command ValidateCommand()
    {
        var command = new Command("validate", "Compare a source and a target after a migration.");
        var repair = new Option<bool>("--repair")
            { Description = "Copy ranges with differing rows again, then compare them again; needs --validate full." };
        command.Options.Add(repair);
        var flags = new SettingFlags(command, _validationFlags, takesFile: true);
        CommandCall.Answer(
            command, flags, _surroundings, call => call.ShowAsync(() => _runners.Validation(call.Arguments.GetValue(repair))));
        return command;
    }
}
