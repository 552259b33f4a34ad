using System.Text.RegularExpressions;

namespace ActorMigrate.Validation.Definitions;

/// <summary>Knows that a query names the columns which a function's result had when the query was written, and that a copy names all that
/// it has: <c>f() f(a)</c> becomes <c>f() f(a, b)</c> once the result's type has got a column <c>b</c>. Pure.</summary>
internal static partial class ColumnAliases
{
    /// <summary>Returns both texts with the lists of such columns as far as both go.</summary>
    public static (string Source, string Target) AsFar(string source, string target)
    {
        var (here, there) = (Lists(source), Lists(target));
        if (here.Count == 0 || here.Count != there.Count || !here.Zip(there).All(pair => Begins(pair.First, pair.Second)))
            return (source, target);
        return (Cut(source, here, there), Cut(target, there, here));
    }

    private static List<Match> Lists(string text) => [.. Aliases().Matches(text).Where(found => found.Groups["alias"].Success)];

    private static bool Begins(Match one, Match other)
    {
        var (columns, others) = (one.Groups["columns"].Value, other.Groups["columns"].Value);
        return one.Groups["alias"].Value == other.Groups["alias"].Value
            && (columns == others || columns.StartsWith(others + ",", StringComparison.Ordinal)
                || others.StartsWith(columns + ",", StringComparison.Ordinal));
    }

    private static string Cut(string text, List<Match> own, List<Match> others)
    {
        foreach (var (list, other) in own.Zip(others).Reverse())
        {
            var (columns, length) = (list.Groups["columns"], other.Groups["columns"].Length);
            if (columns.Length > length)
                text = text.Remove(columns.Index + length, columns.Length - length);
        }
        return text;
    }

    [GeneratedRegex(
        """
        \)\ (?<alias>"(?:[^"]|"")+"|[\w$]+)\((?<columns>(?:"(?:[^"]|"")+"|[\w$]+)(?:,\ (?:"(?:[^"]|"")+"|[\w$]+))*)\)
        |'(?>(?:[^']|'')*')|"(?>(?:[^"]|"")+")
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Aliases();
}
