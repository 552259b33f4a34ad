using System.Text.Json;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Progress;

/// <summary>One JSON object a line, as <c>docs/cli.md</c> lists them; for programs.</summary>
internal sealed class JsonView(TextWriter output, TimeProvider time) : ProgressView(time)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private TimeSpan _lastTotals;

    protected override void Happened(ProgressEvent happened, DateTimeOffset at, TimeSpan elapsed) =>
        JsonLine.Write(output, NameOf(happened), at, json => WriteFields(json, happened));

    protected override void Tick(TimeSpan now)
    {
        if (now - _lastTotals < _second || Board.Running.Count == 0)
            return;
        _lastTotals = now;
        JsonLine.Write(output, "progress", Time.GetUtcNow(), json => WriteTotals(json, now));
    }

    protected override void Finish()
    {
    }

    private void WriteTotals(Utf8JsonWriter json, TimeSpan now)
    {
        json.WriteNumber("tables", Board.TablesPlanned);
        json.WriteNumber("tablesDone", Board.TablesDone);
        json.WriteNumber("tablesFailed", Board.TablesFailed);
        json.WriteNumber("rows", Board.RowsMoved);
        json.WriteNumber("bytes", Board.BytesMoved);
        json.WriteNumber("bytesPerSecond", Math.Round(Board.BytesPerSecond));
        if (Board.Share is { } share)
            json.WriteNumber("share", Math.Round(share, 4));
        if (Board.TimeLeft(now) is { } left)
            json.WriteNumber("secondsLeft", Math.Round(left.TotalSeconds, 1));
        json.WriteStartArray("running");
        foreach (var task in Board.Running)
            WriteRunning(json, task);
        json.WriteEndArray();
        WriteShares(json, Board.Nodes);
    }

    private static void WriteShares(Utf8JsonWriter json, IReadOnlyList<NodeShare> nodes)
    {
        if (nodes.Count == 0)
            return;
        json.WriteStartArray("nodes");
        foreach (var node in nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteBoolean("left", node.HasLeft);
            json.WriteNumber("running", node.Running);
            json.WriteNumber("done", node.Done);
            json.WriteNumber("rows", node.Rows);
            json.WriteNumber("bytes", node.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRunning(Utf8JsonWriter json, RunningTask task)
    {
        json.WriteStartObject();
        WriteAttempt(json, task.Attempt);
        json.WriteString("kind", task.Kind);
        json.WriteString("name", task.Name);
        json.WriteNumber("rows", task.Rows);
        json.WriteNumber("bytes", task.Bytes);
        json.WriteEndObject();
    }

    internal static string NameOf(ProgressEvent happened) => happened switch
    {
        ProgressEvent.RunStarted => "run-started",
        ProgressEvent.StepEntered => "step-entered",
        ProgressEvent.PhaseEntered => "phase-entered",
        ProgressEvent.PhaseLeft => "phase-left",
        ProgressEvent.Planned => "planned",
        ProgressEvent.TaskStarted => "task-started",
        ProgressEvent.TaskRetrying => "task-retrying",
        ProgressEvent.TaskFinished => "task-finished",
        ProgressEvent.TaskFailed => "task-failed",
        ProgressEvent.TableFinished => "table-finished",
        ProgressEvent.NodesChanged => "nodes-changed",
        ProgressEvent.Noticed => "log",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no event of its own"),
    };

    private static void WriteFields(Utf8JsonWriter json, ProgressEvent happened)
    {
        switch (happened)
        {
            case ProgressEvent.RunStarted run:
                json.WriteString("migrationId", run.Id.ToString());
                json.WriteString("source", run.Source);
                json.WriteString("target", run.Target);
                break;
            case ProgressEvent.StepEntered step:
                json.WriteString("step", step.Words);
                break;
            case ProgressEvent.PhaseEntered entered:
                json.WriteString("phase", entered.Phase.ToString());
                break;
            case ProgressEvent.PhaseLeft left:
                json.WriteString("phase", left.Phase.ToString());
                json.WriteNumber("seconds", Math.Round(left.Elapsed.TotalSeconds, 3));
                json.WriteBoolean("done", left.IsDone);
                break;
            case ProgressEvent.Planned plan:
                json.WriteNumber("tables", plan.Tables);
                json.WriteNumber("rows", plan.Rows);
                json.WriteNumber("bytes", plan.Bytes);
                break;
            case ProgressEvent.TableFinished table:
                json.WriteString("schema", table.Table.Schema);
                json.WriteString("name", table.Table.Name);
                WriteMoved(json, table.Rows, table.Bytes, table.Elapsed);
                json.WriteBoolean("success", table.Success);
                break;
            case ProgressEvent.NodesChanged changed:
                json.WriteStartArray("nodes");
                foreach (var node in changed.Nodes)
                {
                    json.WriteStartObject();
                    json.WriteString("id", node.Id.ToString());
                    json.WriteString("name", node.Name);
                    json.WriteBoolean("left", node.HasLeft);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            case ProgressEvent.Noticed noticed:
                json.WriteString("level", LogLevelNames.Of(noticed.Level));
                json.WriteString("message", noticed.Message);
                break;
            default:
                WriteTask(json, happened);
                break;
        }
    }

    private static void WriteTask(Utf8JsonWriter json, ProgressEvent happened)
    {
        switch (happened)
        {
            case ProgressEvent.TaskStarted started:
                WriteAttempt(json, started.Attempt);
                json.WriteString("kind", started.Kind);
                json.WriteString("name", started.Name);
                json.WriteNumber("estimatedRows", started.EstimatedRows);
                json.WriteNumber("estimatedBytes", started.EstimatedBytes);
                if (started.By is { } node)
                    json.WriteString("node", node.ToString());
                break;
            case ProgressEvent.TaskRetrying retrying:
                WriteAttempt(json, retrying.Attempt);
                json.WriteNumber("delaySeconds", Math.Round(retrying.Delay.TotalSeconds, 3));
                json.WriteString("error", retrying.Error);
                break;
            case ProgressEvent.TaskFinished finished:
                WriteAttempt(json, finished.Attempt);
                WriteMoved(json, finished.Rows, finished.Bytes, finished.Elapsed);
                break;
            case ProgressEvent.TaskFailed failed:
                WriteAttempt(json, failed.Attempt);
                json.WriteString("error", failed.Error);
                break;
        }
    }

    private static void WriteAttempt(Utf8JsonWriter json, AttemptId attempt)
    {
        json.WriteNumber("task", attempt.Task);
        json.WriteNumber("attempt", attempt.Attempt);
    }

    private static void WriteMoved(Utf8JsonWriter json, long rows, long bytes, TimeSpan elapsed)
    {
        json.WriteNumber("rows", rows);
        json.WriteNumber("bytes", bytes);
        json.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
    }
}
