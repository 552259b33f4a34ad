using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Progress;

/// <summary>Lays out the live view for a terminal of some width and height.</summary>
internal static class LiveFrame
{
    private const int NarrowWidth = 72;

    /// <summary>So many quick tasks of one kind that began together have lines of their own; more are a lot, whose names change faster
    /// than anybody reads.</summary>
    private const int MostTogether = 8;

    private static readonly TimeSpan _together = TimeSpan.FromMilliseconds(250);

    public static IReadOnlyList<StyledLine> Of(ProgressBoard board, TimeSpan now, int width, int height)
    {
        var lines = new List<StyledLine>();
        foreach (var phase in board.Phases)
            AddPhase(lines, board, phase, now, width);
        if (board.Step is { } step)
        {
            var entered = $"● {step.Words} {Amounts.Duration(now - step.EnteredAt)}";
            lines.Add(new StyledLine(TerminalColumns.KeepStart(entered, width), LineStyle.Active));
        }

        AddNodes(lines, board, width, Math.Max(1, height / 4));
        // One row is left for the cursor; where there are fewer rows than lines, the phases that are over go first.
        var rows = Math.Max(2, height - 1);
        AddTasks(lines, board, now, width, Math.Max(1, rows - Math.Min(lines.Count, rows / 2)));
        return lines.Count > rows ? lines[^rows..] : lines;
    }

    private static void AddPhase(List<StyledLine> lines, ProgressBoard board, PhaseSpan phase, TimeSpan now, int width)
    {
        var name = PhaseNames.Words(phase.Phase).PadRight(width < 48 ? 0 : 26);
        var over = phase.Elapsed is not null;
        var (mark, style) = (over, phase.IsDone) switch
        {
            (false, _) => ("●", LineStyle.Active),
            (_, true) => ("✓", LineStyle.Good),
            _ => ("✗", LineStyle.Warning),
        };
        var counts = !over && phase.Phase != Phase.TransferData && board.DoneInPhase > 0 && width >= NarrowWidth;
        var done = counts ? $"  {Amounts.Count(board.DoneInPhase)} done" : "";
        lines.Add(new StyledLine($"{mark} {name} {Amounts.Duration(phase.Elapsed ?? now - phase.EnteredAt),8}{done}", style));
        if (!over && phase.Phase == Phase.TransferData && board.Share is { } share)
            lines.Add(new StyledLine(Overall(board, share, now, width), LineStyle.Strong));
    }

    /// <summary>Adds a line for each node, where several take part; where there is room for fewer, the rest is counted.</summary>
    private static void AddNodes(List<StyledLine> lines, ProgressBoard board, int width, int room)
    {
        var nodes = board.Nodes;
        var bytes = nodes.Sum(node => node.Bytes);
        var shown = nodes.Count <= room ? nodes.Count : room - 1;
        foreach (var node in nodes.Take(shown))
            lines.Add(new StyledLine(Line(node, bytes, width), node.HasLeft ? LineStyle.Dim : LineStyle.Plain));
        if (shown < nodes.Count)
            lines.Add(new StyledLine($"  … and {nodes.Count - shown} more nodes", LineStyle.Dim));
    }

    private static string Line(NodeShare node, long bytes, int width)
    {
        var head = $"  {Fit(Printable.Line(node.Name), Math.Clamp(width / 3, 12, 30))} {Amounts.Part(node.Bytes, bytes),5}";
        var work = node.HasLeft ? "gone" : $"{node.Running} running";
        return width < NarrowWidth
            ? $"{head} {work}"
            : $"{head} {Amounts.Bytes(node.Bytes),9}  {node.Done} done, {work}";
    }

    private static string Overall(ProgressBoard board, double share, TimeSpan now, int width)
    {
        var (percent, rate) = ($"{Amounts.Percent(share),5}", Amounts.BytesPerSecond(board.BytesPerSecond));
        var (tables, bytes) = ($"{board.TablesDone}/{board.TablesPlanned} tables", Amounts.Bytes(board.BytesMoved));
        string[] left = board.TimeLeft(now) is { } time ? [$"{Amounts.Duration(time)} left"] : [];
        // Where there is no room for all, the bytes give way first, then the tables, then the rate.
        string[][] choices =
            [[percent, tables, bytes, rate, .. left], [percent, tables, rate, .. left], [percent, rate, .. left], [percent, .. left]];
        var numbers = choices.Select(parts => " " + string.Join("  ", parts))
            .FirstOrDefault(line => line.Length + 1 < width, " " + percent);
        var bar = Math.Min(30, width - numbers.Length - 5);
        return bar < 5 ? " " + numbers : "  " + Bar(share, bar) + numbers;
    }

    private static string Bar(double share, int width)
    {
        var full = (int)(share * width);
        return new string('█', full) + new string('░', width - full);
    }

    private static void AddTasks(List<StyledLine> lines, ProgressBoard board, TimeSpan now, int width, int room)
    {
        var tasks = board.Running.GroupBy(task => task.IsQuick ? (task.By, task.Kind, task.StartedAt.Ticks / _together.Ticks) : default)
            .SelectMany(group => group.Key != default && group.Count() > MostTogether
                ? [Lot([.. group], now, width)]
                : group.Select(task => Line(task, now, width)))
            .Select(line => new StyledLine(line, LineStyle.Plain))
            .Concat(board.Waiting.Select(waiting => new StyledLine(Line(waiting, now, width), LineStyle.Warning))).ToList();
        if (tasks.Count <= room)
        {
            lines.AddRange(tasks);
            return;
        }

        lines.AddRange(tasks.Take(room - 1));
        lines.Add(new StyledLine($"    … and {tasks.Count - room + 1} more", LineStyle.Dim));
    }

    private static string Lot(IReadOnlyList<RunningTask> tasks, TimeSpan now, int width)
    {
        var more = $" and {Amounts.Count(tasks.Count - 1)} more";
        var column = Math.Clamp(width - 28, 12, 60);
        var name = Fit(Printable.Line(tasks[0].Name), Math.Max(8, column - more.Length)).TrimEnd();
        return $"    {TerminalColumns.Pad(name + more, column)} {tasks[0].Kind} {Amounts.Duration(now - tasks[0].StartedAt)}";
    }

    private static string Line(RunningTask task, TimeSpan now, int width)
    {
        var name = Printable.Line(task.Name);
        if (!task.CopiesRows)
            return $"    {Fit(name, Math.Clamp(width - 28, 12, 60))} {task.Kind} {Amounts.Duration(now - task.StartedAt)}";
        var column = Math.Clamp(width / 3, 12, 40);
        var share = task.Share > 0 ? Amounts.Percent(task.Share) : "";
        if (width < NarrowWidth)
            return $"    {Fit(name, column)} {share,5} {Amounts.BytesPerSecond(task.BytesPerSecond(now))}";
        var line = $"    {Fit(name, column)} {share,5} {Amounts.Count(task.Rows),12} rows "
            + $"{Amounts.Bytes(task.Bytes),9} {Amounts.BytesPerSecond(task.BytesPerSecond(now)),11}";
        // Half a time would mislead.
        var left = task.TimeLeft(now) is { } time ? $"  {Amounts.Duration(time)} left" : "";
        return TerminalColumns.Of(line + left) <= width ? line + left : line;
    }

    private static string Line(WaitingTask task, TimeSpan now, int width)
    {
        var due = task.Until > now ? $"again in {Amounts.Duration(task.Until - now)}" : "again as soon as it can be";
        return TerminalColumns.KeepStart($"    {Printable.Line(task.Name)}: {due}, after: {Printable.Line(task.Error)}", width);
    }

    /// <summary>Returns the name cut or padded to its column, its end kept: that is where the partition stands.</summary>
    private static string Fit(string name, int column) => TerminalColumns.Pad(TerminalColumns.KeepEnd(name, column), column);
}
