using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMigrate.EndToEnd.Tests.Telemetry;

/// <summary>A span as a collector received it.</summary>
internal sealed record ReceivedSpan(
    string Scope, string Trace, string Id, string Parent, string Name, Dictionary<string, string> Attributes, bool IsError, ulong Began,
    ulong Ended)
{
    /// <summary>The node of the process that sent it.</summary>
    public required string SentBy { get; init; }
}

/// <summary>A log record as a collector received it.</summary>
internal sealed record ReceivedLog(string Body, Dictionary<string, string> Attributes);

/// <summary>A collector of OTLP over HTTP on loopback.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    private Collector(Func<Task> answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.Run(context => TakeAsync(context, answers));
    }

    /// <summary>Variables that send everything here, often.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] =
            web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        // A machine may be slow.
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    /// <summary>Everything that was received, as text, for what must not be in it.</summary>
    public string Raw => string.Join('\n', received.Select(one => Encoding.UTF8.GetString(one.Body)));

    /// <summary>The number of requests that came so far.</summary>
    public int Requests => received.Count;

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<ReceivedSpan> Spans =>
    [
        .. from resource in Resources("/v1/traces")
           let node = resource.Message(1).Attributes(1).GetValueOrDefault("actormigrate.node.name", "")
           from scope in resource.Messages(2)
           from span in scope.Messages(2)
           select new ReceivedSpan(
               scope.Message(1).Text(1), span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Attributes(9),
               span.Message(15).Number(3) == 2, span.Number(7), span.Number(8)) { SentBy = node },
    ];

    /// <summary>The names of the metrics so far.</summary>
    public IReadOnlyCollection<string> Metrics =>
    [
        .. Resources("/v1/metrics").SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2))
            .Select(metric => metric.Text(1)).Distinct(),
    ];

    /// <summary>The log records so far.</summary>
    public IReadOnlyList<ReceivedLog> Logs =>
    [
        .. from resource in Resources("/v1/logs")
           from scope in resource.Messages(2)
           from record in scope.Messages(2)
           select new ReceivedLog(record.Message(5).Text(1), record.Attributes(6)),
    ];

    /// <summary>Starts one, which answers when <paramref name="answers"/> completes.</summary>
    public static async Task<Collector> StartAsync(Func<Task>? answers = null)
    {
        var collector = new Collector(answers ?? (() => Task.CompletedTask));
        await collector.web.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private IEnumerable<ProtoMessage> Resources(string path) =>
        received.Where(one => one.Path == path).SelectMany(one => ProtoMessage.Read(one.Body).Messages(1));

    private async Task TakeAsync(HttpContext context, Func<Task> answers)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        received.Enqueue((context.Request.Path, body.ToArray()));
        await answers();
    }
}
