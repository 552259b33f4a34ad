using System.CommandLine;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate resume</c>: goes on with a migration after anything that ended its processes.</summary>
internal static class ResumeCommand
{
    private static readonly Setting[] _flags =
    [
        KnownSettings.Source, KnownSettings.Target, KnownSettings.NodeName, KnownSettings.Slots, KnownSettings.CopySlots, KnownSettings.IndexSlots,
        KnownSettings.Report, KnownSettings.Progress, KnownSettings.Logging,
    ];

    public static Command Of(Runners runners, Surroundings surroundings)
    {
        var command = new Command("resume", "Go on with a migration that was stopped or left; nothing that is done is done again.");
        var fresh = new Option<bool>("--new-snapshot")
        {
            Description = "Where the snapshot is lost: keep tables that are wholly copied, and copy the others under a new one.",
        };
        var restart = new Option<bool>("--restart") { Description = "Drop what the run made, and nothing else, and begin it anew." };
        command.Options.Add(fresh);
        command.Options.Add(restart);
        var flags = new SettingFlags(command, _flags, takesFile: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new Run(surroundings, flags.WantsJson(parsed), flags.WantsDebug(parsed));
            return (int)await run.GuardAsync(
                async () =>
                {
                    var settings = SettingsReader.Read(flags.Given(parsed), surroundings.Environment, flags.File(parsed), surroundings.Processors);
                    var lost = Choice(parsed.GetValue(fresh), parsed.GetValue(restart));
                    return (await run.ShowAsync(settings, () => runners.Resume(lost), cancellationToken).ConfigureAwait(false)).Outcome;
                },
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static LostSnapshot Choice(bool fresh, bool restart) => (fresh, restart) switch
    {
        (true, true) => throw new RefusedException(
            Outcome.BadUsage, "--new-snapshot and --restart exclude each other.", "Keep what is copied with the one, or begin anew with the other."),
        (true, _) => LostSnapshot.TakeNew,
        (_, true) => LostSnapshot.Restart,
        _ => LostSnapshot.Refuse,
    };
}
