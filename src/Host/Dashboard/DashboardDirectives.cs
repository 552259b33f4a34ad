using System.Text.Json;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Reads the directives that the page gives. Pure.</summary>
internal static class DashboardDirectives
{
    /// <summary>Returns the directive in <paramref name="json"/>. Throws <see cref="RefusedException"/> where it is none that a page may
    /// give.</summary>
    public static DirectiveDraft Read(ReadOnlySpan<byte> json)
    {
        var request = Parse(json);
        return request.Verb switch
        {
            "pause" => new DirectiveDraft(DirectiveVerb.Pause),
            "continue" => new DirectiveDraft(DirectiveVerb.Continue),
            "stop" => new DirectiveDraft(DirectiveVerb.Stop),
            "drain" => new DirectiveDraft(
                DirectiveVerb.Drain, Text(request.Node) ?? throw Wrong("drain needs the name of a node.")),
            "set" => SetDirective.Read(Text(request.Node), Text(request.CopySlots), Text(request.IndexSlots), Text(request.MaxRate)),
            _ => throw Wrong("The directive is none of pause, continue, stop, drain and set."),
        };
    }

    private static DirectiveRequest Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DashboardJson.Default.DirectiveRequest) ?? throw Wrong("The directive is empty.");
        }
        catch (JsonException)
        {
            throw Wrong("The directive is not a JSON object whose values are texts.");
        }
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static RefusedException Wrong(string message) => new(Outcome.BadUsage, message,
        "docs/dashboard.md tells what a page may send.");
}
