using System.CommandLine;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Notifications;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary>A call of a command: its arguments, and the run that shows its progress and its end.</summary>
internal sealed record CommandCall(
    CommandExecution Execution, ParseResult Arguments, SettingFlags Flags, Surroundings Surroundings, CancellationToken CancellationToken)
{
    /// <summary>Has <paramref name="command"/> do <paramref name="act"/> when it is called. Nothing that is thrown gets past the run, which
    /// says it in words; the result is the exit code.</summary>
    public static void Answer(Command command, SettingFlags flags, Surroundings surroundings, Func<CommandCall, Task<Outcome>> act) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new CommandExecution(surroundings, flags.WantsJson(parsed), flags.WantsDebug(parsed),
                LogChoice.IsJson(parsed.Tokens.Select(token => token.Value), surroundings.Environment));
            var call = new CommandCall(run, parsed, flags, surroundings, cancellationToken);
            return (int)await run.GuardAsync(() => act(call), cancellationToken).ConfigureAwait(false);
        });

    /// <summary>Returns the settings that the flags, the environment and the file give. Throws <see cref="RefusedException"/> where they
    /// are wrong.</summary>
    public RunSettings Settings(bool needsSource = true, bool needsTarget = true)
    {
        var settings = SettingsReader.Read(
            Flags.Given(Arguments), Surroundings.Environment, Flags.File(Arguments), Surroundings.Processors, needsTarget, needsSource);
        Execution.Use(settings);
        return settings;
    }

    /// <summary>Tells the user a line on standard error, of a command that shows no progress.</summary>
    public void Notice(string line) => Execution.Say("actormigrate", line);

    /// <summary>Runs what <paramref name="runner"/> makes, with progress, a summary and notifications, with what <paramref name="adjust"/>
    /// does to the settings, and with the <paramref name="dashboard"/> that the settings ask for.</summary>
    public async Task<Outcome> ShowAsync(
        Func<IMigrationRunner> runner, TellsOf tells = TellsOf.Nothing, Func<RunSettings, RunSettings>? adjust = null,
        Func<RunSettings, string?, DashboardServices>? dashboard = null)
    {
        var settings = Settings();
        Execution.Dashboard = dashboard;
        return (await Execution.ShowAsync(adjust?.Invoke(settings) ?? settings, runner, CancellationToken, tells)
            .ConfigureAwait(false)).Outcome;
    }
}
