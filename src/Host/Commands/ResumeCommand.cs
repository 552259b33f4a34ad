using System.CommandLine;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Notifications;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate resume</c>: goes on with a migration after anything that ended its processes.</summary>
internal static class ResumeCommand
{
    private static readonly Setting[] _flags =
    [
        KnownSettings.Source, KnownSettings.Target, KnownSettings.NodeName, KnownSettings.Listen, KnownSettings.Advertise,
        KnownSettings.Slots, KnownSettings.CopySlots, KnownSettings.IndexSlots, KnownSettings.NodeMaxRate,
        .. NotifySettings.Flags, .. DashboardSettings.Flags,
        KnownSettings.Report, KnownSettings.Progress, KnownSettings.Logging, KnownSettings.LogFormat,
    ];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("resume", "Go on with a migration that was stopped or whose nodes died; finished tasks are kept.");
        var fresh = new Option<bool>("--new-snapshot")
        {
            Description = "When the snapshot is lost: keep tables that are copied completely, and copy the others under a new one.",
        };
        var restart = new Option<bool>("--restart")
            { Description = "Drop the objects that the migration made, and nothing else, and begin it again." };
        command.Options.Add(fresh);
        command.Options.Add(restart);
        var flags = new SettingFlags(command, _flags, takesFile: true);
        CommandCall.Answer(command, flags, surroundings, call =>
        {
            var lost = Choice(call.Arguments.GetValue(fresh), call.Arguments.GetValue(restart));
            return call.ShowAsync(() => runners.Resume(lost), TellsOf.Everything, dashboard: runners.Dashboard);
        });
        return command;
    }

    private static LostSnapshot Choice(bool fresh, bool restart) => (fresh, restart) switch
    {
        (true, true) => throw new RefusedException(
            Outcome.BadUsage, "--new-snapshot and --restart exclude each other.",
            "Keep what is copied with the one, or begin anew with the other."),
        (true, _) => LostSnapshot.TakeNew,
        (_, true) => LostSnapshot.Restart,
        _ => LostSnapshot.Refuse,
    };
}
