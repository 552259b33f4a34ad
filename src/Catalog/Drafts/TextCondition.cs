using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>Compares deparsed text with what was read from the source.</summary>
internal static class TextCondition
{
    /// <summary>Returns a condition: <paramref name="expression"/> is <paramref name="text"/>, or what a copy of that is deparsed as; null
    /// where that is null.</summary>
    public static string Of(string expression, string? text) => text is null
        ? $"{expression} IS NULL"
        : $"{expression} IN ({string.Join(", ", DeparsedForm.Both(text).Select(Literal.Quote))})";
}
