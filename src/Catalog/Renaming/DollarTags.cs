using System.Text.RegularExpressions;

namespace ActorMigrate.Catalog.Renaming;

/// <summary>The marks of dollar-quoted strings (manual, section 4.1.2.4). They touch the text that they enclose, and a dollar sign may be a
/// part of a name, so that a search for names takes <c>t$function$</c> at the end of a function's body for one.</summary>
internal static partial class DollarTags
{
    /// <summary>Returns the text as it is, and, where it has such marks, with a blank in the place of each.</summary>
    public static IEnumerable<string> Readings(string text)
    {
        yield return text;
        if (Tag().IsMatch(text))
            yield return Tag().Replace(text, " ");
    }

    [GeneratedRegex(@"\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
