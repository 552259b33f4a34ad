using System.Text.RegularExpressions;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>Finds the old name of a schema in text that nobody rewrites: bodies of functions.</summary>
internal static class OldName
{
    /// <summary>The name stands in <paramref name="text"/> as a word of its own; case does not matter outside of quotes.</summary>
    public static bool IsIn(string text, string schema) => Regex.IsMatch(
        text, $@"(?<![\w$]){Regex.Escape(schema)}(?![\w$])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    public static Finding Finding(string function, string schema, string renamed) => new(
        function,
        $"Its definition mentions the schema {schema}, which is {renamed} in the target; the text is carried over as it is.",
        null,
        "Check the function, and rewrite it with CREATE OR REPLACE FUNCTION where it means the renamed schema.");
}
