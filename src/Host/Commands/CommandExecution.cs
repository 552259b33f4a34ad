using ActorMigrate.Control.Nodes;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Notifications;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Summary;
using ActorMigrate.Host.Telemetry;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Commands;

/// <summary>One run of a command: shows its progress, and at the end the summary, the report and the exit code.</summary>
internal sealed class CommandExecution(Surroundings surroundings, bool json, bool debug, bool jsonLogs)
{
    private readonly DateTimeOffset _startedAt = surroundings.Time.GetUtcNow();
    private readonly long _start = surroundings.Time.GetTimestamp();
    private bool _json = json;
    private bool _debug = debug;
    private bool _jsonLogs = jsonLogs;
    private string? _node;
    private ReportFile? _report;
    private RunNotifications? _notifications;
    private DashboardServer? _dashboard;
    private ITelemetry? _telemetry;

    /// <summary>Returns what the dashboard of a run needs; null where the command has none.</summary>
    public Func<RunSettings, string?, DashboardServices>? Dashboard { get; set; }

    /// <summary>Does <paramref name="work"/> and says how it ended; nothing that it throws gets past here.</summary>
    public async Task<Outcome> GuardAsync(Func<Task<Outcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var ending = Ending.Of(e, cancellationToken);
            End(ending);
            await EndDashboardAsync(ending.Outcome, ending.Message, ending.Remedy).ConfigureAwait(false);
            if (_notifications is not null)
                await _notifications.EndAsync(DocumentOf(ending), isWhole: false).ConfigureAwait(false);
            await EndTelemetryAsync(ending.Outcome, ending.Message, null).ConfigureAwait(false);
            return ending.Outcome;
        }
    }

    /// <summary>Tells errors as <paramref name="settings"/> say.</summary>
    public void Use(RunSettings settings)
    {
        _debug = settings.LogLevel <= LogLevel.Debug;
        _jsonLogs = settings.LogFormat == LogFormat.Json;
    }

    /// <summary>Tells a line beside the progress of a run, on standard error.</summary>
    public void Say(string logger, string line)
    {
        if (_jsonLogs)
        {
            surroundings.Log(new LogLine(surroundings.Time.GetUtcNow(), LogLevel.Information, _node, logger, line));
            return;
        }

        surroundings.Error.WriteLine(Printable.Line(line));
        surroundings.Error.Flush();
    }

    private void Warn(string words)
    {
        if (_jsonLogs)
            surroundings.Log(new LogLine(surroundings.Time.GetUtcNow(), LogLevel.Warning, _node, "actormigrate", words));
        else
            surroundings.Error.WriteLine("actormigrate: warning: " + Printable.Line(words));
    }

    /// <summary>Runs with <paramref name="settings"/>, shows the progress and the summary, and sends notifications.</summary>
    public async Task<MigrationSummary> ShowAsync(
        RunSettings settings, Func<IMigrationRunner> runner, CancellationToken cancellationToken, TellsOf tells = TellsOf.Nothing)
    {
        Use(settings);
        _node = OwnNode.NameOf(settings.NodeName);
        _json = settings.Progress == ProgressMode.Json;
        _report = settings.ReportPath is { } path ? ReportFile.Prepare(path) : null;
        _notifications = RunNotifications.Of(settings.Notify, tells, surroundings.Time, Warn);
        // A command that may have a dashboard takes part in a migration; both look at the ledger in the same way.
        _telemetry = RunTelemetry.Start(
            surroundings.Environment, _node, settings.LogLevel, Dashboard is { } dashboard ? () => dashboard(settings, null).Watch : null,
            surroundings.Time, Warn);
        await StartDashboardAsync(settings, cancellationToken).ConfigureAwait(false);
        var summary = await WatchAsync(settings, runner, tells, cancellationToken).ConfigureAwait(false);
        var document = End(summary);
        await EndDashboardAsync(summary.Outcome, summary.Message, summary.NextStep).ConfigureAwait(false);
        if (_notifications is { } notifications)
        {
            _notifications = null;
            await notifications.EndAsync(document, summary.IsWhole).ConfigureAwait(false);
        }

        await EndTelemetryAsync(summary.Outcome, summary.Message, summary).ConfigureAwait(false);
        return summary;
    }

    private async Task<MigrationSummary> WatchAsync(
        RunSettings settings, Func<IMigrationRunner> runner, TellsOf tells, CancellationToken cancellationToken)
    {
        await using var view = new Views(ViewsOf(settings));
        view.Start();
        // A run may stop so fast that its view ends before the notice would come from a registration of its own.
        using var stop = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() =>
        {
            view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "Stopping cleanly; interrupt once more to stop at once."));
            _ = stop.CancelAsync();
        });
        using var told = _notifications?.Watch(view, isShown: settings.Progress != ProgressMode.None);
        var sink = told?.Sink ?? view;
        sink = _telemetry?.Watch(sink) ?? sink;
        sink = tells == TellsOf.Nothing ? sink : surroundings.Left.Follow(sink, isWorker: tells == TellsOf.AsCoordinator);
        return await runner().RunAsync(settings, _dashboard?.Watch(sink) ?? sink, stop.Token).ConfigureAwait(false);
    }

    /// <summary>Sends the notifications that are left, last of all: the run's end is printed already.</summary>
    private async Task EndTelemetryAsync(Outcome outcome, string message, MigrationSummary? summary)
    {
        if (_telemetry is not { } telemetry)
            return;
        _telemetry = null;
        await telemetry.EndAsync(outcome, message, summary).ConfigureAwait(false);
    }

    private async Task StartDashboardAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        if (Dashboard is null)
            return;
        if (settings.Dashboard is { Address: null, AllowsControl: true })
            throw new RefusedException(
                Outcome.BadUsage, "dashboard-control is on, but no dashboard is started.", "Add --dashboard.");
        if (settings.Dashboard.Address is null)
            return;
        _dashboard = await DashboardServer.StartAsync(Dashboard(settings, _node), cancellationToken).ConfigureAwait(false);
        Say("dashboard", _dashboard.Words);
    }

    private async Task EndDashboardAsync(Outcome outcome, string message, string? nextStep)
    {
        if (_dashboard is not { } dashboard)
            return;
        _dashboard = null;
        await dashboard.EndAsync(outcome, message, nextStep).ConfigureAwait(false);
        await dashboard.DisposeAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<ProgressView> ViewsOf(RunSettings settings) => (settings.Progress, settings.LogFormat) switch
    {
        (ProgressMode.Json, LogFormat.Json) => [new JsonView(surroundings.Out, surroundings.Time), LogViewOf(settings)],
        (ProgressMode.Json, _) => [new JsonView(surroundings.Out, surroundings.Time)],
        (_, LogFormat.Json) => [LogViewOf(settings)],
        (ProgressMode.None, _) => [new QuietView(surroundings.Time)],
        (ProgressMode.Auto or ProgressMode.Live, _) when surroundings.CanPaint =>
            [new LiveView(PainterOf(surroundings), surroundings.Time)],
        _ => [new PlainView(surroundings.Error, surroundings.Time)],
    };

    private static FramePainter PainterOf(Surroundings terminal) =>
        new(terminal.Error, terminal.TerminalSize, terminal.ShowsColors, terminal.Reflows);

    /// <summary>Progress is printed once: where standard output has it in JSON, the log does not.</summary>
    private LogView LogViewOf(RunSettings settings) => new(
        surroundings.Log, OwnNode.NameOf(settings.NodeName), settings.Progress is not (ProgressMode.Json or ProgressMode.None),
        surroundings.Time);

    private ReportDocument End(MigrationSummary summary)
    {
        var document = ReportDocument.Of(summary);
        // The run has ended as it has, whether or not that can be printed.
        if (FailureOf(() => Print(summary, document)) is { } full)
            Tell(new Ending(summary.Outcome, $"{full.Message} {summary.Message}", summary.NextStep));
        if (_report is { } report)
        {
            report.Write(document);
            if (!_json)
                FailureOf(() => surroundings.Out.WriteLine(Printable.Line($"The report is in {report.Name}.")));
        }

        _report = null;
        return document;
    }

    private void Print(MigrationSummary summary, ReportDocument document)
    {
        if (_json)
            WriteEnded(document);
        else
            SummaryView.Write(
                summary, surroundings.Out, surroundings.OutWidth, surroundings.OutIsTerminal && surroundings.ShowsColors);
    }

    /// <summary>Prints, and returns why standard output takes nothing, or null.</summary>
    private static OutputException? FailureOf(Action print)
    {
        try
        {
            print();
            return null;
        }
        catch (OutputException full)
        {
            return full;
        }
    }

    /// <summary>Says how the run ended that has no summary.</summary>
    public Outcome End(Ending ending)
    {
        var document = DocumentOf(ending);
        if (_json)
            FailureOf(() => WriteEnded(document));
        Tell(ending);
        WriteReportOrSay(document);
        return ending.Outcome;
    }

    private void Tell(Ending ending)
    {
        if (_jsonLogs)
            surroundings.Log(Errors.LineOf(ending, _debug, surroundings.Time.GetUtcNow()) with { Node = _node });
        else
            Errors.Write(surroundings.Error, ending, _debug);
    }

    private ReportDocument DocumentOf(Ending ending) =>
        ReportDocument.Of(ending.Outcome, ending.Message, ending.Remedy, _startedAt, surroundings.Time.GetElapsedTime(_start),
            ending.Findings);

    // The run has failed already; that its report fails, too, must not hide why.
    private void WriteReportOrSay(ReportDocument document)
    {
        try
        {
            _report?.Write(document);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Say("actormigrate", $"The report was not written: {e.Message}");
        }
    }

    private void WriteEnded(ReportDocument document) => JsonLine.Write(surroundings.Out, "ended", surroundings.Time.GetUtcNow(), line =>
    {
        line.WritePropertyName("report");
        System.Text.Json.JsonSerializer.Serialize(line, document, ReportJson.Default.ReportDocument);
    });
}
