using System.Globalization;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Progress;

/// <summary>One line for each event, and a line of progress while there are no events; for logs and pipes.</summary>
internal class PlainView(TextWriter output, TimeProvider time) : ProgressView(time)
{
    private const int TablesPerSecond = 5;
    private const int NodesShown = 10;
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(10);

    private TimeSpan _lastLine;
    private TimeSpan _second;
    private int _tablesThisSecond;
    private int _tablesUntold;

    protected override void Happened(ProgressEvent happened, DateTimeOffset at, TimeSpan elapsed)
    {
        if (happened is ProgressEvent.TableFinished { Success: true } table)
            TellTable(table, elapsed);
        else if (LineOf(happened) is { } line)
            Tell(line, elapsed);
    }

    private string? LineOf(ProgressEvent happened) => happened switch
    {
        ProgressEvent.RunStarted run => $"migration {run.Id}: {run.Source} to {run.Target}",
        ProgressEvent.StepEntered step => step.Words,
        ProgressEvent.PhaseEntered entered => PhaseNames.Words(entered.Phase),
        ProgressEvent.PhaseLeft left =>
            $"{PhaseNames.Words(left.Phase)}: {(left.IsDone ? "done in" : "ended after")} {Amounts.Duration(left.Elapsed)}",
        ProgressEvent.Planned plan =>
            $"to copy: {Amounts.Count(plan.Tables, "table")}, about {Amounts.Count(plan.Rows)} rows, {Amounts.Bytes(plan.Bytes)}"
                + (plan.TablesDone > 0 ? $"; {Amounts.Count(plan.TablesDone)} of them copied before" : ""),
        ProgressEvent.TaskRetrying retrying =>
            $"{Board.NameOf(retrying.Attempt)}: attempt {retrying.Attempt.Attempt} failed, retry in "
                + $"{Amounts.Duration(retrying.Delay)}: {retrying.Error}",
        ProgressEvent.TaskFailed failed => $"{Board.NameOf(failed.Attempt)}: failed after attempt {failed.Attempt.Attempt}: {failed.Error}",
        ProgressEvent.TableFinished table => $"{table.Table}: {(table.IsCompared ? "not the same" : "not copied")}",
        ProgressEvent.Noticed noticed => noticed.Message,
        _ => null,
    };

    /// <summary>Tells of tables one by one while they come slowly; of thousands of small ones it tells how many.</summary>
    private void TellTable(ProgressEvent.TableFinished table, TimeSpan elapsed)
    {
        if (elapsed - _second >= TimeSpan.FromSeconds(1))
            (_second, _tablesThisSecond) = (elapsed, 0);
        if (++_tablesThisSecond > TablesPerSecond)
        {
            _tablesUntold++;
            return;
        }

        TellUntold(elapsed);
        if (table.IsCompared)
        {
            Tell($"{table.Table}: {Amounts.Count(table.Rows, "row")} compared", elapsed);
            return;
        }

        var pace = table.Elapsed > TimeSpan.Zero
            ? $" in {Amounts.Duration(table.Elapsed)}, {Amounts.Count((long)(table.Rows / table.Elapsed.TotalSeconds))} rows/s"
            : "";
        Tell($"{table.Table}: {Amounts.Count(table.Rows, "row")}, {Amounts.Bytes(table.Bytes)}{pace}", elapsed);
    }

    private void TellUntold(TimeSpan elapsed)
    {
        if (_tablesUntold == 0)
            return;
        var untold = _tablesUntold;
        _tablesUntold = 0;
        Tell($"and {Amounts.Count(untold, "more table")}", elapsed);
    }

    protected override void Tick(TimeSpan now)
    {
        if (now - _second >= TimeSpan.FromSeconds(1))
            TellUntold(now);
        if (now - _lastLine < _silence)
            return;
        if (Board.Step is { } step)
            Tell($"{step.Words}: for {Amounts.Duration(now - step.EnteredAt)}", now);
        else if (Board.Phases.Count > 0)
            Tell(Heartbeat(now), now);
    }

    private string Heartbeat(TimeSpan now)
    {
        var running = Board.Running;
        var shown = running.Take(3).Select(
            task => task.CopiesRows && task.Share > 0 ? $"{task.Name} {Amounts.Percent(task.Share)}"
                : $"{task.Name} ({task.Kind}{Since(task, now)})");
        var tasks = running.Count == 0
            ? ""
            : "; running: " + string.Join(", ", shown) + (running.Count > 3 ? $" and {running.Count - 3} more" : "");
        var waiting = Board.Waiting.MinBy(task => task.Until) is { } next
            ? $"; {Board.Waiting.Count} waiting for a retry, {next.Name} after: {next.Error}"
            : "";
        return PhaseNames.Words(Board.Phases[^1].Phase) + ": " + Copied(now) + tasks + waiting;
    }

    /// <summary>Tells for how long a task has run of which nothing else shows that it is at work.</summary>
    private static string Since(RunningTask task, TimeSpan now) =>
        now - task.StartedAt < _long ? "" : $" for {Amounts.Duration(now - task.StartedAt)}";

    private string Copied(TimeSpan now)
    {
        var phase = Amounts.Duration(now - Board.Phases[^1].EnteredAt);
        if (Board.Phases[^1].Phase != Phase.TransferData || Board.Share is not { } share)
            return $"for {phase}";
        var left = Board.TimeLeft(now) is { } time ? $", about {Amounts.Duration(time)} left" : "";
        return $"{Amounts.Percent(share)}, {Amounts.Count(Board.TablesDone)} of {Amounts.Count(Board.TablesPlanned, "table")}, " +
            $"{Amounts.Count(Board.RowsMoved)} rows, {Amounts.Bytes(Board.BytesMoved)}, "
            + $"{Amounts.BytesPerSecond(Board.BytesPerSecond)}{left}{Shares()}";
    }

    /// <summary>Tells which node moved how much, where several take part.</summary>
    private string Shares()
    {
        var nodes = Board.Nodes;
        var bytes = nodes.Sum(node => node.Bytes);
        var shown = nodes.Take(NodesShown).Select(
            node => $"{node.Name} {Amounts.Part(node.Bytes, bytes)}{(node.HasLeft ? " (gone)" : "")}");
        return nodes.Count == 0
            ? ""
            : "; moved by " + string.Join(", ", shown) + (nodes.Count > NodesShown ? $" and {nodes.Count - NodesShown} more" : "");
    }

    private void Tell(string text, TimeSpan elapsed)
    {
        Write(text);
        _lastLine = elapsed;
    }

    /// <summary>Writes one message.</summary>
    protected virtual void Write(string text)
    {
        var clock = Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        foreach (var line in Printable.Lines(text))
            output.Write($"{clock}  {line}\n");
        output.Flush();
    }

    protected override void Finish() => TellUntold(_lastLine);
}
