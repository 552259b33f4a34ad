using System.Text;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Names that have room in the source and none in a target of UTF-8, where a letter takes up to four bytes. The server cuts a
/// longer name without an error.</summary>
public static class LongNames
{
    /// <summary>Returns the names in the plan's statements that a target of UTF-8 would cut.</summary>
    public static IReadOnlyList<string> Of(SchemaPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Objects.SelectMany(made => made.Statements).Where(MayHoldOne)
            .SelectMany(SqlTokenizer.Tokens).Where(token => token.Kind == SqlTokenKind.Word && IsLong(token.Value))
            .Select(token => token.Value).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Returns those names in the plan's statements that would be the same once they are cut. They may name different kinds of
    /// objects, which would live together; the plan's statements do not tell.</summary>
    public static IReadOnlyList<string> Merged(SchemaPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Objects.SelectMany(made => made.Statements).SelectMany(SqlTokenizer.Tokens)
            .Where(token => token.Kind == SqlTokenKind.Word).Select(token => token.Value).Distinct()
            .GroupBy(Cut).Where(alike => alike.Count() > 1).SelectMany(alike => alike).Order(StringComparer.Ordinal)];
    }

    // The server cuts between letters.
    private static string Cut(string name)
    {
        while (IsLong(name))
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        return name;
    }

    // A name of ASCII is as long in every encoding.
    private static bool MayHoldOne(string statement) => !Ascii.IsValid(statement);

    private static bool IsLong(string name) => Encoding.UTF8.GetByteCount(name) > Identifier.MostBytes;
}
