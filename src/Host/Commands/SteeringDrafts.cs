using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary>Reads directives from texts, and says what becomes of them; for the commands that steer and for the dashboard alike.</summary>
internal static class SteeringDrafts
{
    /// <summary>Returns the directive that sets slots and rates, of all nodes or of one. Throws <see cref="RefusedException"/> where a
    /// text is not allowed, or nothing is set.</summary>
    public static DirectiveDraft Set(string? node, string? copySlots, string? indexSlots, string? maxRate)
    {
        var draft = new DirectiveDraft(
            DirectiveVerb.Set, node, Value("--copy-slots", copySlots, KnownSettings.IndexSlots),
            Value("--index-slots", indexSlots, KnownSettings.IndexSlots),
            Value("--max-rate", maxRate, KnownSettings.MaxRate));
        return draft is { CopySlots: null, IndexSlots: null, MaxRate: null }
            ? throw new RefusedException(Outcome.BadUsage, "There is nothing to set.",
                "Give one or more of --copy-slots, --index-slots and --max-rate.")
            : draft;
    }

    /// <summary>Returns the words that tell a user what follows.</summary>
    public static string Words(DirectiveDraft draft, DirectiveGiven given) => given.IsTaken
        ? Done(draft, given)
        : $"No coordinator has acted on it yet; it stands in the ledger for the next one. Then: {Done(draft, given)} See with "
            + "actormigrate status when that is so.";

    /// <summary>Returns the value of a flag, read and bounded as <paramref name="setting"/> is.</summary>
    private static T? Value<T>(string flag, string? text, Setting<T> setting)
        where T : struct
    {
        if (text is null)
            return null;
        return setting.TryRead(text, out var value)
            ? value
            : throw new RefusedException(Outcome.BadUsage, $"{flag} is '{text}', but must be {setting.Allowed}.",
                $"Type actormigrate set --help to see what it takes.");
    }

    private static string Done(DirectiveDraft draft, DirectiveGiven given) => draft.Verb switch
    {
        DirectiveVerb.Pause => "Paused: no new task is granted, running ones go on to their end. Continue with actormigrate continue.",
        DirectiveVerb.Continue => "Continued: tasks are granted again.",
        DirectiveVerb.Stop => "Stopping: the nodes give back what they have not finished and end. Go on with actormigrate resume.",
        DirectiveVerb.Drain => $"Draining {given.Nodes[0]}: it takes no new task and leaves when its running ones have ended.",
        _ => $"Set on {(draft.Node is null ? "all nodes" : given.Nodes[0])}: {DirectiveWords.Settings(draft)}.",
    };
}
