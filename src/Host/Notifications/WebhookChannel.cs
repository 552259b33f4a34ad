using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMigrate.Host.Report;

namespace ActorMigrate.Host.Notifications;

/// <summary>A webhook: a JSON object, signed where there is a key.</summary>
internal sealed class WebhookChannel(Uri address, string? key) : HttpChannel(address)
{
    public const string Signature = "X-ActorMigrate-Signature";

    public override string Name => $"the webhook at {Host}";

    public override string Remedy =>
        "Check webhook-url, and that this machine reaches the host; the receiver must answer with a status from 200 to 299.";

    protected override (byte[] Body, IReadOnlyList<(string Name, string Value)> Headers) Payload(Notification notification)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(WebhookBody.Of(notification), WebhookJson.Default.WebhookBody);
        return (body, key is null
            ? []
            : [(Signature, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body)))]);
    }
}

/// <summary>The body of a webhook's request, as <c>docs/operations.md</c> describes it.</summary>
internal sealed record WebhookBody(
    int Version, string Event, DateTimeOffset At, Guid Id, string Message, string? NextStep, string? MigrationId,
    string? Source, string? Target,
    string? Outcome, int? ExitCode, double? Seconds, ReportTotals? Totals)
{
    public static WebhookBody Of(Notification told) => new(
        1, told.Event.ToString().ToLowerInvariant(), told.At, told.Id, told.Message, told.NextStep, told.MigrationId,
        told.Source, told.Target,
        told.Outcome, told.ExitCode, told.Seconds, told.Totals);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
