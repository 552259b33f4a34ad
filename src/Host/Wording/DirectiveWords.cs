using System.Globalization;
using ActorMigrate.Control.Status;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Wording;

/// <summary>Says what a directive asks.</summary>
internal static class DirectiveWords
{
    /// <summary>Returns the settings of a directive that sets some: <c>2 copy slots, 10.0 MiB/s</c>.</summary>
    public static string Settings(DirectiveDraft draft) => Settings(draft.CopySlots, draft.IndexSlots, draft.MaxRate);

    /// <summary>Returns a directive that was given, with who gave it and when.</summary>
    public static string Given(DirectiveStatus given)
    {
        var settings = Settings(given.CopySlots, given.IndexSlots, given.MaxRate);
        string?[] what = [given.Verb, given.Node, settings.Length == 0 ? null : settings];
        return $"{string.Join(' ', what.OfType<string>())}, by {given.By} at {given.At.ToString("u", CultureInfo.InvariantCulture)}"
            + (given.TakenAt is null ? ", not acted on yet" : "");
    }

    private static string Settings(int? copySlots, int? indexSlots, long? maxRate)
    {
        string?[] settings =
        [
            copySlots is { } copies ? Amounts.Count(copies, "copy slot") : null,
            indexSlots is { } indexes ? Amounts.Count(indexes, "index slot") : null,
            maxRate is { } rate ? OrderWords.Rate(rate) : null,
        ];
        return string.Join(", ", settings.OfType<string>());
    }
}
