using System.Text;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Renaming;

namespace ActorMigrate.Catalog.Functions;

/// <summary>Carries the SET clauses of functions over to a version that has a setting under another name, or no longer: the server refuses
/// the whole function for a setting that it does not have.</summary>
internal static class FunctionSettings
{
    private const string Begin = "\n SET ";

    /// <summary>Returns <paramref name="definition"/> with the target's names of settings, and notes those of
    /// <paramref name="function"/> that are left out.</summary>
    public static string InTarget(string definition, string function, DdlContext context)
    {
        if (!definition.Contains(Begin, StringComparison.Ordinal))
            return definition;
        var tokens = SqlTokenizer.Tokens(definition);
        var (result, from) = (new StringBuilder(), 0);
        for (var at = 0; at + 3 < tokens.Count; at++)
        {
            if (!IsClause(definition, tokens, at))
                continue;
            var (setting, end) = (tokens[at + 1], EndOf(tokens, at + 3));
            var there = SettingNames.InTarget(setting.Value, context);
            if (there == setting.Value)
                continue;
            var until = there is null ? tokens[at].Start - "\n ".Length : setting.Start;
            result.Append(definition, from, until - from).Append(there);
            from = there is null ? end : setting.End;
            if (there is null)
                context.Omit("function setting", $"{setting.Value} of {function}", "The target's version does not know this setting.");
        }
        return result.Append(definition, from, definition.Length - from).ToString();
    }

    private static bool IsClause(string definition, IReadOnlyList<SqlToken> tokens, int at) =>
        tokens[at] is { Kind: SqlTokenKind.Word, Value: "SET", Start: > 1 } && tokens[at + 1].Kind == SqlTokenKind.Word
        && tokens[at + 2].Value == "TO" && string.CompareOrdinal(definition, tokens[at].Start - 2, Begin, 0, Begin.Length) == 0;

    // Several names stand with commas between them.
    private static int EndOf(IReadOnlyList<SqlToken> tokens, int value)
    {
        while (value + 2 < tokens.Count && tokens[value + 1].Value == ",")
            value += 2;
        return tokens[value].End;
    }
}
