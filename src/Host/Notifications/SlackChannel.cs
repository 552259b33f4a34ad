using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorMigrate.Host.Notifications;

/// <summary>A webhook that takes Slack's payload, as those of Slack, Mattermost and others do. The address is the credential.</summary>
internal sealed class SlackChannel(Uri address) : HttpChannel(address)
{
    public override string Name => $"the Slack webhook at {Host}";

    public override string Remedy =>
        "Check ACTORMIGRATE_SLACK_URL or the file of slack-url-file: the address may have been revoked, or this "
            + "machine does not reach the host.";

    protected override (byte[] Body, IReadOnlyList<(string Name, string Value)> Headers) Payload(Notification notification) =>
        (JsonSerializer.SerializeToUtf8Bytes(new SlackBody(Escaped(NotificationText.Of(notification))), SlackJson.Default.SlackBody), []);

    /// <summary>Returns the three characters that begin or end marks of Slack's, such as a mention of everybody.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}

/// <summary>Slack's payload.</summary>
internal sealed record SlackBody(string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SlackBody))]
internal sealed partial class SlackJson : JsonSerializerContext;
