using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Settings;

/// <summary>Reads the directive that sets slots and rates, for the command <c>set</c> and for the dashboard alike.</summary>
internal static class SetDirective
{
    private static readonly Setting<int> Slots = SettingForms.Integer("slots", 1, 64, hasFlag: false);

    /// <summary>Returns the directive that sets slots and rates, of all nodes or of one. Throws <see cref="RefusedException"/> where a
    /// text is not allowed, or nothing is set.</summary>
    public static DirectiveDraft Read(string? node, string? copySlots, string? indexSlots, string? maxRate)
    {
        var draft = new DirectiveDraft(
            DirectiveVerb.Set, node, Value("--copy-slots", copySlots, Slots),
            Value("--index-slots", indexSlots, Slots),
            Value("--max-rate", maxRate, KnownSettings.MaxRate));
        return draft is { CopySlots: null, IndexSlots: null, MaxRate: null }
            ? throw new RefusedException(Outcome.BadUsage, "There is nothing to set.",
                "Give one or more of --copy-slots, --index-slots and --max-rate.")
            : draft;
    }

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
}
