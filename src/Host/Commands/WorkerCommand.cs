using System.CommandLine;
using ActorMigrate.Host.Notifications;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Commands;

/// <summary>The command that takes part in a migration which another process leads.</summary>
internal static class WorkerCommand
{
    private static readonly Setting[] Flags =
    [
        KnownSettings.Source, KnownSettings.Target, KnownSettings.NodeName, KnownSettings.Listen, KnownSettings.Advertise,
        KnownSettings.Slots, KnownSettings.CopySlots, KnownSettings.IndexSlots, KnownSettings.NodeMaxRate,
        .. NotifySettings.Flags, .. DashboardSettings.Flags,
        KnownSettings.Report, KnownSettings.Progress, KnownSettings.Logging, KnownSettings.LogFormat,
    ];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("worker", "Join a running migration: share its work, and take over from nodes that fail.");
        var wait = new Option<bool>("--wait") { Description = "Wait for a migration to begin, if none runs." };
        var input = new Option<bool>("--until-input-ends") { Description = "End at once when standard input ends.", Hidden = true };
        command.Options.Add(wait);
        command.Options.Add(input);
        var flags = new SettingFlags(command, Flags, takesFile: true);
        CommandCall.Answer(command, flags, surroundings, call =>
        {
            if (call.Arguments.GetValue(input))
                InputEnd.KillsThisProcess();
            return call.ShowAsync(
                () => runners.Worker(call.Arguments.GetValue(wait)), TellsOf.AsCoordinator, dashboard: runners.Dashboard);
        });
        return command;
    }
}
