using System.CommandLine;
using ActorMigrate.Host.Demo;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate demo</c>: shows a migration between two throwaway servers.</summary>
internal static class DemoCommand
{
    private const int MostNodes = 8;

    /// <summary>The nodes of <c>--kill</c> alone: the coordinator, the worker that is killed, and one that is left.</summary>
    private const int NodesWithKill = 3;

    private static readonly Setting[] _flags =
    [
        KnownSettings.PartitionStrategy, KnownSettings.Threshold, KnownSettings.MaxPartitions, KnownSettings.ChunkSize,
        KnownSettings.UseUnloggedTables, KnownSettings.CopySlots, KnownSettings.IndexSlots, KnownSettings.MaxRate,
        .. DashboardSettings.Flags, KnownSettings.Report, KnownSettings.Progress, KnownSettings.Logging, KnownSettings.LogFormat,
    ];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("demo", "Start two throwaway servers, fill one, migrate it to the other, and clean up.");
        var scale = new Option<double>("--scale")
            { Description = "Size of the database; 1 is a few million rows.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var keep = new Option<bool>("--keep") { Description = "Leave the servers running, and show how to reach and stop them." };
        var nodes = new Option<int?>("--nodes") { Description =
            $"Nodes that migrate together, each a process of its own, 1 to {MostNodes}. [1; with --kill {NodesWithKill}]", HelpName = "N" };
        var kill = new Option<bool>("--kill")
            { Description = "Kill one worker in the middle of the copy, and show what happens to its tasks." };
        var check = new Option<bool>("--check") { Description = "Only check the flags.", Hidden = true };
        foreach (var option in (Option[])[scale, keep, nodes, kill, check])
            command.Options.Add(option);
        var flags = new SettingFlags(command, _flags, takesFile: false);
        CommandCall.Answer(command, flags, surroundings, call =>
        {
            var given = flags.Given(call.Arguments);
            var settings = Checked(new DemoSettings(call.Arguments.GetValue(scale), call.Arguments.GetValue(keep))
            {
                Nodes = call.Arguments.GetValue(nodes) ?? (call.Arguments.GetValue(kill) ? NodesWithKill : 1),
                Kill = call.Arguments.GetValue(kill),
                HasRate = given.ContainsKey(KnownSettings.MaxRate.Key),
                CopySlots = given.GetValueOrDefault(KnownSettings.CopySlots.Key)?[^1],
                IndexSlots = given.GetValueOrDefault(KnownSettings.IndexSlots.Key)?[^1],
            });
            call.Execution.Dashboard = runners.Dashboard;
            var stage = new DemoStage(call, runners.Migration);
            stage.CheckFlags();
            return call.Arguments.GetValue(check)
                ? Task.FromResult(Outcome.Succeeded)
                : runners.Demo().RunAsync(settings, stage, call.CancellationToken);
        });
        return command;
    }

    private static DemoSettings Checked(DemoSettings settings) => settings switch
    {
        { Scale: not (> 0 and <= 1000) } => throw new RefusedException(
            Outcome.BadUsage, FormattableString.Invariant($"--scale is {settings.Scale}, but must be above 0 and at most 1000."),
            "Type actormigrate demo --scale 1."),
        { Nodes: < 1 or > MostNodes } => throw new RefusedException(
            Outcome.BadUsage, $"--nodes is {settings.Nodes}, but must be from 1 to {MostNodes}.", "Type actormigrate demo --nodes 3."),
        { Kill: true, Nodes: 1 } => throw new RefusedException(
            Outcome.BadUsage, "--kill ends one worker, but --nodes 1 leaves no worker beside the coordinator.",
            "Type actormigrate demo --nodes 3 --kill."),
        _ => settings,
    };
}
