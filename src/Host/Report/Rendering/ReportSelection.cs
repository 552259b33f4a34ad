using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>The part of a report that a page shows: a migration may have 40,000 tables, and the page stays readable.</summary>
internal static class ReportSelection
{
    /// <summary>The largest tables that are shown.</summary>
    public const int MostLargest = 50;

    /// <summary>The tables that failed or differ, the attempts without success and the objects not
    /// migrated that are shown, of each.</summary>
    public const int MostTroubled = 200;

    /// <summary>The nodes that the timeline draws.</summary>
    public const int MostDrawnNodes = 20;

    private const double LongestSeconds = 1e9;

    public static IReadOnlyList<ReportTable> Largest(ReportDocument report) =>
        [.. report.Tables.OrderByDescending(table => table.Bytes).ThenByDescending(table => table.Rows).Take(MostLargest)];

    public static IReadOnlyList<ReportTable> Troubled(ReportDocument report) =>
        [.. report.Tables.Where(table => (!table.Success && !IsUnfinished(report, table)) || table.Validated == false)];

    /// <summary>Tells whether a stop left a table undone, which is no failure: after a stop, that may be nearly all.</summary>
    private static bool IsUnfinished(ReportDocument report, ReportTable table) =>
        report.Outcome == nameof(Outcome.Stopped) && table is { Success: false, Error: null };

    /// <summary>Returns the attempts without success, those together that ended together for one cause: a lot that is given back ends a
    /// hundred of them.</summary>
    public static IReadOnlyList<(ReportAttempt First, int Others)> Unsuccessful(ReportDocument report) =>
    [
        .. report.Timeline.Attempts.Where(attempt => attempt.Outcome != "done")
            .GroupBy(attempt =>
                (attempt.Outcome, attempt.SqlState, attempt.Error, attempt.Node, attempt.Lane, attempt.StartSeconds, attempt.EndSeconds))
            .Select(group => (group.First(), group.Count() - 1)),
    ];

    /// <summary>Returns the task of an attempt, and how many others are meant with it.</summary>
    public static string TaskName(ReportAttempt attempt, int others) =>
        $"{attempt.Kind} {attempt.Name}" + (others > 0 ? $" and {Amounts.Count(others, "other")} with it" : "");

    public static string Name(ReportTable table)
    {
        var (source, target) =
            (new QualifiedName(table.Schema, table.Name).ToString(), new QualifiedName(table.TargetSchema, table.TargetName).ToString());
        return source == target ? source : $"{source} → {target}";
    }

    public static string NodeName(ReportDocument report, long? number) =>
        report.Timeline.Nodes.FirstOrDefault(node => node.Number == number)?.Name ?? (number is null ? "unknown" : $"node {number}");

    /// <summary>Tells whether rows were compared, and how that went.</summary>
    public static string Validation(ReportTable table) => (table.Validated, table.Checksummed) switch
    {
        (null, _) => "not compared",
        (false, _) => "different",
        (_, true) => "equal, checksummed",
        _ => "equal, counted",
    };

    /// <summary>Returns a phase's name in words; a name that is none stays as it is.</summary>
    public static string Words(ReportPhase phase) =>
        Enum.TryParse<Phase>(phase.Name, out var known) && Enum.IsDefined(known) ? PhaseNames.Words(known) : phase.Name;

    /// <summary>Returns a duration in words; a number that is none counts as 0.</summary>
    public static string Seconds(double seconds) => Amounts.Seconds(Bounded(seconds));

    /// <summary>Returns a number of seconds within what can be drawn.</summary>
    public static double Bounded(double seconds) => double.IsFinite(seconds) ? Math.Clamp(seconds, 0, LongestSeconds) : 0;

    /// <summary>Returns the facts of the run, each with its name.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(ReportDocument report)
    {
        if (report.Source is { } source)
            yield return ("Source", source);
        if (report.Target is { } target)
            yield return ("Target", target);
        if (report.MigrationId is { } id)
            yield return ("Migration", id);
        yield return ("Started", Time(report.StartedAt));
        if (report.Timeline.StartedAt is { } began && report.StartedAt - began > TimeSpan.FromSeconds(5))
            yield return ("First begun", $"{Time(began)}; this run resumed or joined it");
        yield return ("Duration", Seconds(report.Seconds));
        if (report.Tables.Count == 0)
            yield break;
        var unfinished = report.Tables.Count(table => IsUnfinished(report, table));
        yield return ("Tables",
            $"{Amounts.Count(report.Totals.Tables)}, of which {Amounts.Count(report.Totals.TablesFailed - (long)unfinished)} failed"
                + (unfinished > 0 ? $" and {Amounts.Count(unfinished)} are unfinished" : ""));
        var (rows, bytes) = (Bounded(report.Totals.RowsPerSecond), Bounded(report.Totals.BytesPerSecond));
        yield return ("Rows", Amounts.Count(report.Totals.Rows) + (rows > 0 ? $" ({Amounts.Count((long)rows)}/s)" : ""));
        yield return ("Bytes", Amounts.Bytes(report.Totals.Bytes) + (bytes > 0 ? $" ({Amounts.BytesPerSecond(bytes)})" : ""));
        if (report.Totals.LargeObjects > 0)
            yield return ("Large objects", Amounts.Count(report.Totals.LargeObjects));
        if (report.Totals.ObjectsFailed + (long)report.Totals.ObjectsSkipped > 0)
            yield return ("Objects",
                $"{Amounts.Count(report.Totals.ObjectsFailed)} failed, "
                    + $"{Amounts.Count(report.Totals.ObjectsSkipped)} skipped because of them");
    }

    /// <summary>Returns the outcome in words, with the exit code.</summary>
    public static string Verdict(ReportDocument report) => $"{report.Outcome} (exit code {report.ExitCode})";

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
