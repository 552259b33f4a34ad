using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Inspection;

/// <summary>Writes the results of checks for people: a line for each check, and two for each thing that was found.</summary>
internal sealed class CheckView
{
    private readonly TextWriter _output;
    private readonly int? _width;
    private readonly bool _colors;
    private readonly int _names;

    private CheckView(TextWriter output, int? width, bool colors, int names) =>
        (_output, _width, _colors, _names) = (output, width, colors, names);

    /// <summary>Writes <paramref name="report"/>; lines are broken at <paramref name="width"/> columns, where that is not null.</summary>
    public static void Write(CheckReport report, TextWriter output, int? width, bool colors)
    {
        output.WriteLine("Checks for a migration; nothing was changed");
        output.WriteLine(Printable.Line($"  from {report.Source}"));
        output.WriteLine(Printable.Line($"  to   {report.Target}"));
        output.WriteLine();
        var view = new CheckView(output, width, colors, report.Checks.Max(check => check.Name.Length));
        foreach (var check in report.Checks)
            view.Write(check);
        output.WriteLine();
        foreach (var part in width is { } columns ? Wrapped.Lines(Verdict(report), columns - 1, indent: 0) : [Verdict(report)])
            output.WriteLine(part);
    }

    /// <summary>Returns the word for a level.</summary>
    public static string Word(CheckLevel level) => level switch
    {
        CheckLevel.Pass => "pass",
        CheckLevel.Warn => "warn",
        CheckLevel.Fail => "fail",
        _ => "not-checked",
    };

    private void Write(CheckResult check)
    {
        if (check.Findings.Count == 0)
            Write(check.Name, check.Level, check.Level == CheckLevel.NotChecked ? "–" : Word(check.Level), "");
        foreach (var finding in check.Findings)
        {
            Write(check.Name, finding.Level, Word(finding.Level), finding.Cause);
            Write("", CheckLevel.Pass, "    ", finding.Remedy);
        }
    }

    private void Write(string name, CheckLevel level, string word, string text)
    {
        var line = $"{name.PadRight(_names)}  {word}  {Printable.Line(text)}".TrimEnd();
        IEnumerable<string> parts = _width is { } columns ? Wrapped.Lines(line, columns - 1, _names + 8) : [line];
        foreach (var (part, number) in parts.Select((part, number) => (part, number)))
            _output.WriteLine(number == 0 && _colors && StyleOf(level) is { } style ? Styled(part, word.Length, style) : part);
    }

    private string Styled(string line, int length, string style) =>
        $"{line[..(_names + 2)]}\e[{style}m{line[(_names + 2)..(_names + 2 + length)]}\e[0m{line[(_names + 2 + length)..]}";

    private static string? StyleOf(CheckLevel level) => level switch
    {
        CheckLevel.Warn => "33",
        CheckLevel.Fail => "31",
        _ => null,
    };

    private static string Verdict(CheckReport report)
    {
        var (fails, warnings) = (Count(report, CheckLevel.Fail), Count(report, CheckLevel.Warn));
        var unread = report.Checks.Count(check => check.Level == CheckLevel.NotChecked);
        return fails > 0
            ? $"A migration would be refused: {Amounts.Count(fails, "failure")}, {Amounts.Count(warnings, "warning")}"
                + (unread > 0 ? $", and {Amounts.Count(unread, "check")} that can run only after these failures are fixed." : ".")
            : warnings == 0 ? "A migration can begin."
            : $"A migration can begin: {Amounts.Count(warnings, "warning")}.";
    }

    private static int Count(CheckReport report, CheckLevel level) => report.Findings.Count(finding => finding.Level == level);
}
