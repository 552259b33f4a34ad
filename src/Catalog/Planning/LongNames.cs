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

    // A name of ASCII is as long in every encoding.
    private static bool MayHoldOne(string statement) => !Ascii.IsValid(statement);

    private static bool IsLong(string name) => Encoding.UTF8.GetByteCount(name) > Identifier.MostBytes;
}
