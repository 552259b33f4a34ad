using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Inspection;

/// <summary>Writes the results of checks for people: a line for each check, and two for each thing that was found.</summary>
internal static class CheckView
{
    public static void Write(CheckReport report, TextWriter output)
    {
        output.WriteLine(Printable.Line($"Checks for a migration from {report.Source}"));
        output.WriteLine(Printable.Line($"                         to {report.Target}"));
        output.WriteLine();
        var width = report.Checks.Max(check => check.Name.Length);
        foreach (var check in report.Checks)
            Write(check, width, output);
        output.WriteLine();
        output.WriteLine(Verdict(report));
    }

    /// <summary>Returns the word for a level.</summary>
    public static string Word(CheckLevel level) => level switch
    {
        CheckLevel.Pass => "pass",
        CheckLevel.Warn => "warn",
        CheckLevel.Fail => "fail",
        _ => "not-checked",
    };

    private static void Write(CheckResult check, int width, TextWriter output)
    {
        var name = check.Name.PadRight(width);
        if (check.Findings.Count == 0)
            output.WriteLine($"{name}  {(check.Level == CheckLevel.NotChecked ? "–" : Word(check.Level))}");
        foreach (var finding in check.Findings)
        {
            output.WriteLine($"{name}  {Word(finding.Level)}  {Printable.Line(finding.Cause)}");
            output.WriteLine($"{new string(' ', width)}        {Printable.Line(finding.Remedy)}");
        }
    }

    private static string Verdict(CheckReport report)
    {
        var (fails, warnings) = (Count(report, CheckLevel.Fail), Count(report, CheckLevel.Warn));
        var unread = report.Checks.Count(check => check.Level == CheckLevel.NotChecked);
        return fails > 0
            ? $"A migration would be refused: {Amounts.Count(fails, "failure")}, {Amounts.Count(warnings, "warning")}"
                + (unread > 0 ? $", and {Amounts.Count(unread, "check")} that can run only after these failures are fixed." : ".")
            : $"A migration can begin: {Amounts.Count(warnings, "warning")}.";
    }

    private static int Count(CheckReport report, CheckLevel level) => report.Findings.Count(finding => finding.Level == level);
}
