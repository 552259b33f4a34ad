using System.Text.RegularExpressions;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Catalog.Renaming;

/// <summary>Finds the old name of a schema in text that nobody rewrites: bodies of functions.</summary>
internal static class OldName
{
    /// <summary>Tells whether the name is in <paramref name="text"/> as a word of its own; case does not matter outside of
    /// quotes.</summary>
    public static bool IsIn(string text, string schema) => DollarTags.Readings(text).Any(reading => Regex.IsMatch(
        reading, $@"(?<![\w$]){Regex.Escape(schema)}(?![\w$])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(10)));

    /// <summary>Tells whether the name is in a part of <paramref name="definition"/> that no renaming reads: a function's body, or a
    /// string that is not looked up as a name. Names outside of these follow the new name already, and may be the new name of another
    /// schema.</summary>
    public static bool IsInText(string definition, string schema)
    {
        if (!IsIn(definition, schema))
            return false;
        var tokens = SqlTokenizer.Tokens(definition);
        return Enumerable.Range(0, tokens.Count).Any(at => IsText(tokens, at) && IsIn(tokens[at].Value, schema));
    }

    private static bool IsText(IReadOnlyList<SqlToken> tokens, int at) => tokens[at].Kind switch
    {
        SqlTokenKind.Literal => !IsName(tokens, at) && !IsInPath(tokens, at),
        SqlTokenKind.Other => tokens[at].Value[0] == '$',
        _ => false,
    };

    private static bool IsName(IReadOnlyList<SqlToken> tokens, int at) =>
        at + 3 < tokens.Count && tokens[at + 1].Value == ":" && tokens[at + 2].Value == ":"
            && tokens[at + 3].Value.StartsWith("reg", StringComparison.Ordinal);

    private static bool IsInPath(IReadOnlyList<SqlToken> tokens, int at)
    {
        while (at >= 2 && tokens[at - 1].Value == "," && tokens[at - 2].Kind == SqlTokenKind.Literal)
            at -= 2;
        return at >= 2 && tokens[at - 1].Value == "TO" && tokens[at - 2].Value == "search_path";
    }

    public static Finding Finding(string function, string schema, string renamed) => new(
        function,
        $"Its body holds the word {schema}, the name of a schema that is {renamed} in the target; the text is carried over as it is.",
        null,
        "Check the function, and rewrite it with CREATE OR REPLACE FUNCTION where it means the renamed schema.");
}
