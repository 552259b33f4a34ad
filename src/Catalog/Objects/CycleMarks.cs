using ActorMigrate.Catalog.Renaming;

namespace ActorMigrate.Catalog.Objects;

/// <summary>Rewrites the marks of CYCLE clauses, which PostgreSQL (14 to 18) deparses as <c>TO 'Y'::text DEFAULT 'N'::text USING</c> and
/// takes only as <c>TO text 'Y' DEFAULT text 'N' USING</c>: its grammar wants constants there, and a cast is none.</summary>
internal static class CycleMarks
{
    public static string Mend(string query)
    {
        if (!query.Contains(" CYCLE ", StringComparison.Ordinal))
            return query;
        var tokens = SqlTokenizer.Tokens(query);
        for (var at = 2; at < tokens.Count; at++)
        {
            if (Is(tokens, at, "TO") && Is(tokens, at - 2, "SET"))
                MendMark(query, tokens, MendMark(query, tokens, at + 1, "DEFAULT") + 1, "USING");
        }
        return SqlToken.Render(query, tokens);
    }

    // Returns where the word stands that ends the mark; the type is put before its literal.
    private static int MendMark(string query, IReadOnlyList<SqlToken> tokens, int first, string until)
    {
        var end = first;
        while (end < tokens.Count && !Is(tokens, end, until))
            end++;
        // In between stand the literal, two colons (of one token each), and the type.
        if (end >= tokens.Count || end < first + 4 || tokens[first].Kind != SqlTokenKind.Literal)
            return end;
        var type = query[tokens[first + 3].Start..tokens[end - 1].End];
        tokens[first].Replacement = $"{type} {query[tokens[first].Start..tokens[first].End]}";
        for (var rest = first + 1; rest < end; rest++)
            tokens[rest].Replacement = "";
        return end;
    }

    private static bool Is(IReadOnlyList<SqlToken> tokens, int at, string word) =>
        at < tokens.Count && tokens[at] is { Kind: SqlTokenKind.Word } token && token.Value == word;
}
