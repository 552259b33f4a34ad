using System.CommandLine;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Report.Rendering;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate report</c>: renders a JSON report as a page or Markdown; needs no server.</summary>
internal static class ReportCommand
{
    public static Command Of(Surroundings surroundings)
    {
        var command = new Command("report", "Render a JSON report as an HTML page or Markdown; needs no server.");
        var from = new Option<string>("--from") { Description = "The JSON report that a run wrote with --report.", HelpName = "FILE.json" };
        var to = new Option<string>("--to")
        {
            Description =
                "The file to write: an HTML page where it ends in .html, Markdown where it ends in .md, else JSON; "
                    + "without it, Markdown is printed.",
            HelpName = "FILE",
        };
        command.Options.Add(from);
        command.Options.Add(to);
        var flags = new SettingFlags(command, [], takesFile: false, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, call =>
            Task.FromResult(Render(call.Arguments.GetValue(from), call.Arguments.GetValue(to), surroundings)));
        return command;
    }

    private static Outcome Render(string? from, string? to, Surroundings surroundings)
    {
        if (from is null)
            throw new RefusedException(
                Outcome.BadUsage, "report needs to know which report to render.", "Name a JSON report with --from FILE.json.");
        var file = to is null ? null : ReportFile.Prepare(to, "--to");
        var report = ReportReader.Read(from);
        if (file is null)
            surroundings.Out.Write(ReportMarkdown.Of(report));
        else
            Write(file, to!, report);
        surroundings.Out.Flush();
        return Outcome.Succeeded;
    }

    private static void Write(ReportFile file, string to, ReportDocument report)
    {
        try
        {
            file.Write(report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(Outcome.Refused, $"The report was not written to {to}: {FileFaults.Cause(to, e)}.",
                "Name a file in a folder with free space with --to.", e);
        }
    }
}
