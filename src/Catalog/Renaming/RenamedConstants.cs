using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Renaming;

/// <summary>Carries constants over that name a renamed schema and that deparsing under another path does not change:
/// <c>'a'::regnamespace</c>, a name that is looked up when the text is run (<c>('a.t'::text)::regclass</c>,
/// <c>to_regclass('a.t'::text)</c>), and the <c>search_path</c> that a function sets. The rest of a
/// string's text is not interpreted.</summary>
internal static class RenamedConstants
{
    private static readonly HashSet<string> Lookups = ["to_regclass", "to_regtype", "to_regproc", "to_regprocedure", "to_regoper",
        "to_regoperator", "to_regnamespace", "to_regcollation"];

    /// <summary>Returns the plan with the new names in such constants.</summary>
    public static SchemaPlan Of(SchemaPlan plan, MigrationScope scope) => scope.RenamedSchemas().Count == 0
        ? plan
        : plan with
        {
            Objects = [.. plan.Objects.Select(made => made with
            {
                Statements = [.. made.Statements.Select(statement => InText(statement, scope))],
                ExistsQuery = made.ExistsQuery is { } query ? InText(query, scope) : null,
            })],
        };

    /// <summary>Returns a function's definition with the new names in the <c>search_path</c> that it sets; its body stays as it
    /// is.</summary>
    public static string InSettings(string definition, MigrationScope scope)
    {
        if (!definition.Contains("SET search_path TO ", StringComparison.Ordinal))
            return definition;
        var tokens = SqlTokenizer.Tokens(definition);
        for (var at = 0; at + 3 < tokens.Count; at++)
        {
            if (!(Is(tokens, at, "SET") && Is(tokens, at + 1, "search_path") && Is(tokens, at + 2, "TO")))
                continue;
            for (var item = at + 3; item < tokens.Count && tokens[item].Kind == SqlTokenKind.Literal; item += 2)
            {
                if (NewName(tokens[item].Value, scope) is { } renamed)
                    tokens[item].Replacement = Literal.Quote(renamed);
                if (!Is(tokens, item + 1, ","))
                    break;
            }
        }

        return SqlToken.Render(definition, tokens);
    }

    /// <summary>Returns the text of one statement with the new names in its constants.</summary>
    public static string InText(string text, MigrationScope scope)
    {
        if (!text.Contains("reg", StringComparison.Ordinal))
            return text;
        var tokens = SqlTokenizer.Tokens(text);
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].Kind != SqlTokenKind.Literal || LookedUpAs(tokens, at) is not { } type)
                continue;
            foreach (var (name, next) in tokens[at].Inner.Zip(tokens[at].Inner.Skip(1).Append(null)))
            {
                if (name.Kind == SqlTokenKind.Word && (type == "regnamespace" || next?.Value == ".")
                    && NewName(name.Value, scope) is { } renamed)
                    name.Replacement = Identifier.Quote(renamed);
            }
        }

        return SqlToken.Render(text, tokens);
    }

    /// <summary>Returns the type as which the constant's content is looked up by name when the text is run, or null.</summary>
    private static string? LookedUpAs(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (CastOf(tokens, at) is not { } cast)
            return null;
        if (cast == "regnamespace")
            return cast;
        if (cast != "text")
            return null;
        if (Is(tokens, at - 1, "(") && at > 1 && Lookups.Contains(tokens[at - 2].Value))
            return tokens[at - 2].Value["to_".Length..];
        return Is(tokens, at - 1, "(") && Is(tokens, at + 4, ")") && CastOf(tokens, at + 4) is { } outer
            && outer.StartsWith("reg", StringComparison.Ordinal) ? outer : null;
    }

    private static string? CastOf(IReadOnlyList<SqlToken> tokens, int at) =>
        Is(tokens, at + 1, ":") && Is(tokens, at + 2, ":") && at + 3 < tokens.Count && tokens[at + 3].Kind == SqlTokenKind.Word
            ? tokens[at + 3].Value
            : null;

    private static bool Is(IReadOnlyList<SqlToken> tokens, int at, string value) =>
        at >= 0 && at < tokens.Count && tokens[at].Kind != SqlTokenKind.Literal && tokens[at].Value == value;

    private static string? NewName(string schema, MigrationScope scope) =>
        scope.RenamedSchemas().Contains(schema) ? scope.MapSchema(schema) : null;
}
