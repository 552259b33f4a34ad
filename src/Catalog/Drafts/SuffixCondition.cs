using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>Compares deparsed text with what was read from the source, less the names that it begins with.</summary>
internal static class SuffixCondition
{
    /// <summary>Returns a condition: the text of <paramref name="expression"/> ends with <paramref name="end"/>.</summary>
    public static string Of(string expression, string end)
    {
        var text = Literal.Quote(end);
        return $"pg_catalog.right({expression}, pg_catalog.length({text})) = {text}";
    }
}
