using System.Globalization;
using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Migration.Directing;

namespace ActorMigrate.Host.Wording;

/// <summary>Says what a directive asks, and what follows from it.</summary>
internal static class DirectiveWords
{
    /// <summary>Returns the settings of a directive that sets some: <c>2 copy slots, 10.0 MiB/s</c>.</summary>
    public static string Settings(DirectiveDraft draft) => Settings(draft.Node, draft.CopySlots, draft.IndexSlots, draft.MaxRate);

    /// <summary>Returns a directive that was given, with who gave it and when.</summary>
    public static string Given(DirectiveStatus given)
    {
        var settings = Settings(given.Node, given.CopySlots, given.IndexSlots, given.MaxRate);
        string?[] what = [given.Verb, given.Node, settings.Length == 0 ? null : settings];
        return $"{string.Join(' ', what.OfType<string>())}, by {given.By} at {given.At.ToString("u", CultureInfo.InvariantCulture)}"
            + (given.TakenAt is null ? ", not acted on yet" : "");
    }

    /// <summary>Returns the answer to a directive: what follows from it.</summary>
    public static string Answer(DirectiveDraft draft, DirectiveGiven given) => given.IsTaken
        ? Done(draft, given)
        : $"The directive is in the ledger, but no coordinator has acted on it yet; see with actormigrate status "
            + $"when one has. Then: {Done(draft, given)}";

    private static string Done(DirectiveDraft draft, DirectiveGiven given) => draft.Verb switch
    {
        DirectiveVerb.Pause => "Paused: no new task is granted, running ones go on to their end. Continue with actormigrate continue.",
        DirectiveVerb.Continue => "Continued: tasks are granted again.",
        DirectiveVerb.Stop => "Stopping: the nodes give back what they have not finished and end. Go on with actormigrate resume.",
        DirectiveVerb.Drain => $"Draining {given.Nodes[0]}: it takes no new task and leaves when its running ones have ended.",
        _ => $"Set on {(draft.Node is null ? "all nodes" : given.Nodes[0])}: {Settings(draft)}.",
    };

    private static string Settings(string? node, int? copySlots, int? indexSlots, long? maxRate)
    {
        string?[] settings =
        [
            copySlots is { } copies ? Amounts.Count(copies, "copy slot") : null,
            indexSlots is { } indexes ? Amounts.Count(indexes, "index slot") : null,
            maxRate is { } rate ? OrderWords.Rate(rate) + (node is null && rate > 0 ? " together" : "") : null,
        ];
        return string.Join(", ", settings.OfType<string>());
    }
}
