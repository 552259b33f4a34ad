using System.CommandLine;
using System.Text.Json;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate check</c>: shows the checks that would refuse a migration, and those that warn.</summary>
internal static class CheckCommand
{
    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("check", "Check whether a migration could begin, and list problems with remedies; changes nothing.");
        var deep = new Option<bool>("--deep")
            { Description = "Check foreign keys and encodings against the rows, too, which reads all of them." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        command.Options.Add(deep);
        command.Options.Add(json);
        var flags = new SettingFlags(command, KnownSettings.OfLooks, takesFile: true, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, async call =>
        {
            var checker = runners.Checker(call.Notice);
            var report = await checker.CheckAsync(call.Settings(), call.Arguments.GetValue(deep), call.CancellationToken)
                .ConfigureAwait(false);
            if (call.Arguments.GetValue(json))
                surroundings.Out.WriteLine(JsonSerializer.Serialize(CheckDocument.Of(report), CheckJson.Default.CheckDocument));
            else
                CheckView.Write(report, surroundings.Out, surroundings.OutWidth, surroundings.OutIsTerminal && surroundings.ShowsColors);
            surroundings.Out.Flush();
            return report.Fails ? Outcome.Refused : Outcome.Succeeded;
        });
        return command;
    }
}
