using System.Diagnostics;
using OpenTelemetry;

namespace ActorMigrate.Host.Telemetry;

/// <summary>Leaves of the spans of statements only which server, database and operation they were for, and the SQLSTATE. Npgsql gives them
/// the statement's text and, when it fails, the server's message: both may hold secrets and values of rows.</summary>
internal sealed class StatementSpanRules : BaseProcessor<Activity>
{
    private const string Npgsql = "Npgsql";

    private static readonly HashSet<string> _kept =
    [
        "db.system.name", "db.namespace", "db.operation", "db.operation.name", "server.address", "server.port",
        "db.response.status_code", "error.type",
    ];

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Npgsql,
        Sample = (ref _) => ActivitySamplingResult.None,
        // An event cannot be taken back from a span, but its parts can be given before the exception's own are taken.
        ExceptionRecorder = static (_, _, ref tags) =>
        {
            tags.Add("exception.message", "");
            tags.Add("exception.stacktrace", "");
        },
    };

    /// <summary>Begins to apply the rules.</summary>
    public StatementSpanRules() => ActivitySource.AddActivityListener(_listener);

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != Npgsql)
            return;
        foreach (var tag in data.TagObjects.Where(tag => !_kept.Contains(tag.Key)).ToList())
            data.SetTag(tag.Key, null);
        data.SetStatus(data.Status);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _listener.Dispose();
        base.Dispose(disposing);
    }
}
