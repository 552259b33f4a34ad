using System.Text.RegularExpressions;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Planning;

/// <summary>The way in which a function's text names a table.</summary>
internal enum Evidence
{
    /// <summary>In the place where a statement names what it reads or calls.</summary>
    Read,

    /// <summary>By any word, in a comment, a string or as a variable.</summary>
    Mentioned,
}

/// <summary>Finds names in the text of functions, whatever their language.</summary>
internal static partial class FunctionText
{
    /// <summary>Returns the names of relations that <paramref name="text"/> may read.</summary>
    public static IReadOnlySet<string> Relations(string text, Evidence evidence) =>
        evidence == Evidence.Mentioned ? Words(text) : Named(ReadPattern(), text);

    /// <summary>Returns the names of functions that <paramref name="text"/> may call.</summary>
    public static IReadOnlySet<string> Functions(string text, Evidence evidence) =>
        evidence == Evidence.Mentioned ? Words(text) : Named(CallPattern(), text);

    /// <summary>Returns the tables that statements in <paramref name="text"/> write into, with the schemas where these are named.</summary>
    public static IReadOnlySet<(string? Schema, string Name)> Written(string text) =>
        DollarTags.Readings(Comment().Replace(text, " ")).SelectMany(reading => WritePattern().Matches(reading))
            .Select(found => (
                found.Groups["schema"].Success ? Name(found.Groups["schema"].Value) : null, Name(found.Groups["name"].Value)))
            .ToHashSet();

    private static HashSet<string> Words(string text) =>
        [.. DollarTags.Readings(text).SelectMany(reading => NamePattern().Matches(reading)).Select(word => Name(word.Value))];

    private static HashSet<string> Named(Regex pattern, string text) =>
        [.. DollarTags.Readings(Comment().Replace(text, " ")).SelectMany(reading => pattern.Matches(reading))
            .Select(found => Name(found.Groups["name"].Value))];

#pragma warning disable CA1308 // PostgreSQL folds names to lower case.
    private static string Name(string word) =>
        word[0] == '"' ? Identifier.Unquote(word) : word.ToLowerInvariant();
#pragma warning restore CA1308

    private const string AName = "\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*";

    [GeneratedRegex(AName)]
    private static partial Regex NamePattern();

    [GeneratedRegex(
        "\\b(?:from|join|into|update|using|table)\\s+(?:only\\s+)?(?:(?:" + AName + ")\\s*\\.\\s*)?(?<name>" + AName + ")",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ReadPattern();

    [GeneratedRegex(
        "\\b(?:insert\\s+into|update|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?)\\s+(?:only\\s+)?(?:(?<schema>" + AName
            + ")\\s*\\.\\s*)?(?<name>" + AName + ")",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex WritePattern();

    [GeneratedRegex("(?<name>" + AName + ")\\s*\\(", RegexOptions.ExplicitCapture)]
    private static partial Regex CallPattern();

    [GeneratedRegex("--[^\\n]*|/\\*.*?\\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
