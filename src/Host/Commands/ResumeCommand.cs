using System.CommandLine;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Settings;

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
        command.Options.Add(fresh);
        var flags = new SettingFlags(command, _flags, takesFile: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new Run(surroundings, flags.WantsJson(parsed), flags.WantsDebug(parsed));
            return (int)await run.GuardAsync(
                async () =>
                {
                    var settings = SettingsReader.Read(flags.Given(parsed), surroundings.Environment, flags.File(parsed), surroundings.Processors);
                    var lost = parsed.GetValue(fresh) ? LostSnapshot.TakeNew : LostSnapshot.Refuse;
                    return (await run.ShowAsync(settings, () => runners.Resume(lost), cancellationToken).ConfigureAwait(false)).Outcome;
                },
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
