using System.Diagnostics;
using System.Threading.Channels;
using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Migration;

namespace ActorMigrate.Transfer.Tests.Actors;

/// <summary>Listens to the spans of the attempts of one node.</summary>
internal sealed class AttemptSpans : IDisposable
{
    private readonly Channel<Activity> ended = Channel.CreateUnbounded<Activity>();
    private readonly HashSet<ActivitySpanId> tasks = [];
    private readonly ActivityListener listener;

    public AttemptSpans(NodeId node)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MigrationSpans.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Take(span, node.ToString()),
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Waits until so many attempts and their tasks have ended; tells number, status and class of failure of each.</summary>
    public async Task<IReadOnlyList<string>> EndedAsync(int count, TimeSpan patience)
    {
        var attempts = new List<Activity>();
        while (attempts.Count(IsOfNode) < count)
            attempts.Add(await ended.Reader.ReadAsync().AsTask().WaitAsync(patience));
        return
        [
            .. attempts.Where(IsOfNode).Select(span =>
                $"{span.GetTagItem("actormigrate.attempt")} {span.Status} {span.GetTagItem("actormigrate.failure.class")}"),
        ];
    }

    public void Dispose() => listener.Dispose();

    private bool IsOfNode(Activity attempt)
    {
        lock (tasks)
            return tasks.Contains(attempt.ParentSpanId);
    }

    private void Take(Activity span, string node)
    {
        if (span.GetTagItem("actormigrate.node") as string == node)
        {
            lock (tasks)
                tasks.Add(span.SpanId);
            ended.Writer.TryWrite(span);
        }
        else if (span.OperationName == "attempt")
        {
            ended.Writer.TryWrite(span);
        }
    }
}
