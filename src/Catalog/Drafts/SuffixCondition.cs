using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>Compares deparsed text with what was read from the source, less the names that it begins with.</summary>
internal static class SuffixCondition
{
    /// <summary>Returns a condition: the text of <paramref name="expression"/> ends with <paramref name="end"/>, or with what a copy of
    /// that is deparsed as.</summary>
    public static string Of(string expression, string end) =>
        $"({string.Join(" OR ", DeparsedForm.Both(end).Select(text => EndsWith(expression, Literal.Quote(text))))})";

    private static string EndsWith(string expression, string text) =>
        $"pg_catalog.right({expression}, pg_catalog.length({text})) = {text}";
}
