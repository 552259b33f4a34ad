using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;
using Spectre.Console;

namespace ActorMigrate.Host.Summary;

/// <summary>Writes the summary of a run for people: drawn tables on a terminal, plain columns elsewhere.
/// Names and messages come from servers, so everything is written as text, never as markup.</summary>
internal sealed class SummaryView
{
    private const int ObjectsShown = 500;
    private const int StatementShown = 500;
    private const int NodesShown = 50;
    private readonly IAnsiConsole _console;
    private readonly bool _drawn;

    private SummaryView(TextWriter output, int? terminalWidth, bool colors)
    {
        _drawn = terminalWidth is not null;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        // Where nobody sees columns, nothing is wrapped: programs and searches want whole lines.
        _console.Profile.Width = terminalWidth is { } width ? Math.Max(width, 40) : 10_000;
    }

    /// <summary>Writes <paramref name="summary"/>; <paramref name="terminalWidth"/> is null where the output is no terminal.</summary>
    public static void Write(MigrationSummary summary, TextWriter output, int? terminalWidth, bool colors)
    {
        var view = new SummaryView(output, terminalWidth, colors);
        view.WriteHead(summary);
        view.WritePhases(summary);
        view.WriteTables(summary);
        view.WriteNodes(summary);
        view.WriteFailures(summary);
        view.WriteNotMigrated("Not migrated", [.. summary.NotMigrated.Where(left => !left.Asked)]);
        view.WriteNotMigrated("Left out, as asked", [.. summary.NotMigrated.Where(left => left.Asked)]);
        view.WriteFindings(summary);
        view.WriteVerdict(summary);
        output.Flush();
    }

    private void WriteHead(MigrationSummary summary)
    {
        Line(summary.IsComparison ? "Comparison" : $"Migration {summary.Id}".TrimEnd());
        Line($"  from {summary.Source}");
        Line($"  to   {summary.Target}");
    }

    private void WritePhases(MigrationSummary summary)
    {
        if (summary.Phases.Count == 0 || summary.IsComparison)
            return;
        var table = NewTable(("Phase", false), ("Time", true));
        foreach (var phase in summary.Phases)
            table.AddRow(Cell(PhaseNames.Words(phase.Name)), Cell(Amounts.Seconds(phase.Seconds)));
        Write(table);
    }

    private void WriteTables(MigrationSummary summary)
    {
        if (summary.Tables.Count == 0)
            return;
        var shown = TableChoice.Of(summary.Tables);
        var columns = SummaryColumn.Fitting(shown.Tables, _console.Profile.Width, summary.IsComparison);
        var table = NewTable([.. columns.Select(column => (column.Title, column.IsNumber))]);
        foreach (var row in shown.Tables)
            table.AddRow(columns.Select(column => Cell(column.CellOf(row), StyleOf(column, row))));
        Write(table);
        if (shown.Left > 0)
            Line($"Shown are {shown.Description} of {Amounts.Count(summary.Tables.Count, "table")}; --report FILE writes all of them.");
    }

    /// <summary>Writes the nodes, unless one node did everything.</summary>
    private void WriteNodes(MigrationSummary summary)
    {
        var nodes = summary.Nodes.Where(node => node.Tasks > 0 || node.Removed || node.Coordinates).Take(NodesShown).ToList();
        if (nodes.Count < 2)
            return;
        var bytes = summary.Nodes.Sum(node => node.Bytes);
        var table = NewTable(("Node", false), ("Tasks", true), ("Rows", true), ("Copied", true), ("Share", true), ("", false));
        foreach (var node in nodes)
        {
            table.AddRow(
                Cell(node.Name), Cell(Amounts.Count(node.Tasks)), Cell(Amounts.Count(node.Rows)), Cell(Amounts.Bytes(node.Bytes)),
                Cell(Amounts.Part(node.Bytes, bytes)), Cell(node.Removed ? "removed" : node.Coordinates ? "coordinates" : ""));
        }

        Write(table);
    }

    private static Style StyleOf(SummaryColumn column, TableSummary table) =>
        column.Title != "Result" ? Style.Plain
        : !table.Success || table.Validated == false ? new Style(Color.Red)
        : table.Validated == true ? new Style(Color.Green)
        : Style.Plain;

    /// <summary>Writes the failures. An error that a finding tells is not told again: its table is only named.</summary>
    private void WriteFailures(MigrationSummary summary)
    {
        var failed =
            summary.Tables.Where(table => table.Error is not null || table.Validated == false || table.Differences is not null).ToList();
        if (failed.Count == 0)
            return;
        var what = failed.All(table => table is { Error: null, Validated: true }) ? "repaired rows" : "errors";
        Heading(failed.Exists(table => table.AreLargeObjects)
            ? $"Tables and large objects with {what}"
            : $"{Amounts.Count(failed.Count, "table")} with {what}");
        var told = new ToldErrors(summary.Findings);
        var (below, here) =
            (failed.Where(table => table.Error is { } error && told.Contains(error)).ToHashSet(), new List<IReadOnlyList<string>>());
        foreach (var table in failed)
        {
            if (table.Validated == false || table.Differences is not null)
                here.Add([.. DifferenceWords.Of(table)]);
            if (table.Error is not null && !below.Contains(table))
                here.Add([$"{table.Source}: {table.Error}"]);
        }

        foreach (var line in here.Take(ObjectsShown).SelectMany(lines => lines))
            Line("  " + line);
        Rest(here.Count);
        if (below.Count > 0)
            Line($"  {NameList.Of([.. below.Select(table => table.Source)])}: the findings below say why");
    }

    private void WriteNotMigrated(string heading, IReadOnlyList<NotMigrated> objects)
    {
        if (objects.Count == 0)
            return;
        Heading($"{heading}: {Amounts.Count(objects.Count, "object")}");
        foreach (var left in objects.Take(ObjectsShown))
            Line($"  {left.Kind} {left.Name}: {left.Reason}");
        Rest(objects.Count);
        foreach (var remedy in objects.Select(left => left.Asked ? null : LeftOutRemedies.Of(left.Reason)).OfType<string>().Distinct())
            Line($"  {remedy}.");
    }

    private void WriteFindings(MigrationSummary summary)
    {
        if (summary.Findings.Count == 0)
            return;
        Heading("Findings");
        foreach (var finding in summary.Findings.Take(ObjectsShown))
        {
            var state = finding.SqlState is { } code && !finding.Message.Contains($"SQLSTATE {code}", StringComparison.Ordinal)
                ? $" (SQLSTATE {code})"
                : "";
            var objects = finding.Objects.Count > 1
                ? $"{Amounts.Count(finding.Objects.Count, "object")}, the first of them {finding.Object}"
                : finding.Object;
            Line($"  {objects}: {finding.Message}{state}");
            if (finding.Remedy is not null)
                Line($"    {finding.Remedy}");
            WriteConsequences(finding, summary.IsComparison);
        }

        Rest(summary.Findings.Count);
    }

    private void WriteConsequences(Finding finding, bool isComparison)
    {
        if (finding.Objects.Count > 1)
        {
            var more = finding.Objects.Count > ObjectsShown ? $" and {finding.Objects.Count - ObjectsShown} more" : "";
            Line($"    all of them: {string.Join(", ", finding.Objects.Take(ObjectsShown))}{more}");
        }

        if (finding.Statement is { } statement)
            Line($"    {(statement.Length > StatementShown ? statement[..StatementShown] + " …" : statement)}");
        if (finding.Skipped is { Count: > 0 } skipped)
            Line($"    {(isComparison ? "missing" : "skipped")} with it: {NameList.Of(skipped)}");
    }

    private void WriteVerdict(MigrationSummary summary)
    {
        _console.WriteLine();
        Line(summary.IsRead ? Amount(summary) : $"ended after {Amounts.Seconds(summary.Seconds)}");
        Line(summary.Message, new Style(summary.Outcome == Outcome.Succeeded ? Color.Green : Color.Red, decoration: Decoration.Bold));
        if (summary.NextStep is not null)
            Line($"Next: {summary.NextStep}");
    }

    private static string Amount(MigrationSummary summary)
    {
        var tables = summary.Tables.Where(table => !table.AreLargeObjects).ToList();
        var rows = tables.Sum(table => table.Rows);
        var bytes = summary.Tables.Sum(table => table.Bytes);
        var rate = summary is { Seconds: > 0, IsComparison: false, BeganBefore: false }
            ? $" ({Amounts.Count((long)(rows / summary.Seconds))} rows/s, {Amounts.BytesPerSecond(bytes / summary.Seconds)})"
            : "";
        var copied = summary.IsComparison ? "" : $", {Amounts.Bytes(bytes)}";
        var largeObjects = summary.Tables.Count > tables.Count
            ? $", {Amounts.Count(summary.Tables.Where(table => table.AreLargeObjects).Sum(found => found.Rows), "large object")}"
            : "";
        var time = summary.BeganBefore ? $"; this run took {Amounts.Seconds(summary.Seconds)}" : $" in {Amounts.Seconds(summary.Seconds)}";
        return $"{Amounts.Count(tables.Count, "table")}, {Amounts.Count(rows, "row")}{largeObjects}{copied}{time}{rate}";
    }

    private void Rest(int count)
    {
        if (count > ObjectsShown)
            Line($"  … and {Amounts.Count(count - ObjectsShown)} more; --report FILE writes all of them");
    }

    private Table NewTable(params (string Title, bool IsNumber)[] columns)
    {
        var table = new Table { Border = _drawn ? TableBorder.Rounded : TableBorder.None };
        foreach (var (title, isNumber) in columns)
        {
            var column = new TableColumn(new Text(title, new Style(decoration: Decoration.Bold)));
            table.AddColumn(isNumber ? column.RightAligned().NoWrap() : column);
        }

        return table;
    }

    private void Write(Table table)
    {
        _console.WriteLine();
        _console.Write(table);
    }

    private void Heading(string text)
    {
        _console.WriteLine();
        Line(text, new Style(decoration: Decoration.Bold));
    }

    private static Text Cell(string text, Style? style = null) => new(Printable.Line(text), style);

    private void Line(string text, Style? style = null)
    {
        foreach (var line in Printable.Lines(text))
            _console.WriteLine(line, style ?? Style.Plain);
    }
}
