namespace ActorMigrate.Catalog.Renaming;

/// <summary>Splits deparsed SQL into tokens (manual, section 4.1). Text that PostgreSQL deparses holds no comments and no Unicode escapes;
/// text that is no SQL is split somehow, and all of it.</summary>
internal static class SqlTokenizer
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    public static IReadOnlyList<SqlToken> Tokens(string text)
    {
        var tokens = new List<SqlToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var token = Next(text, at);
            tokens.Add(token);
            at = token.End;
        }
        return tokens;
    }

    private static SqlToken Next(string text, int at) => text[at] switch
    {
        '"' => Quoted(text, at, at, SqlTokenKind.Word, escapes: false),
        '\'' => Quoted(text, at, at, SqlTokenKind.Literal, escapes: false),
        'E' when at + 1 < text.Length && text[at + 1] == '\'' => Quoted(text, at, at + 1, SqlTokenKind.Literal, escapes: true),
        '$' when DollarEnd(text, at) is { } end => Other(text, at, end),
        var c when IsWordStart(c) => Run(text, at, IsWordPart, SqlTokenKind.Word),
        var c when char.IsDigit(c) => Run(text, at, part => IsWordPart(part) || part == '.', SqlTokenKind.Other),
        var c when OperatorCharacters.Contains(c, StringComparison.Ordinal) =>
            Run(text, at, part => OperatorCharacters.Contains(part, StringComparison.Ordinal), SqlTokenKind.Other),
        _ => Other(text, at, at + 1),
    };

    private static SqlToken Run(string text, int at, Func<char, bool> belongs, SqlTokenKind kind)
    {
        var end = at + 1;
        while (end < text.Length && belongs(text[end]))
            end++;
        return new SqlToken(kind, at, end, text[at..end]);
    }

    private static SqlToken Other(string text, int at, int end) => new(SqlTokenKind.Other, at, end, text[at..end]);

    /// <summary>Reads from the opening quote at <paramref name="open"/> to the closing one; a doubled quote stands for one.</summary>
    private static SqlToken Quoted(string text, int at, int open, SqlTokenKind kind, bool escapes)
    {
        var quote = text[open];
        var value = new System.Text.StringBuilder();
        var end = open + 1;
        for (; end < text.Length; end++)
        {
            var isDoubled = text[end] == quote && end + 1 < text.Length && text[end + 1] == quote;
            if (text[end] == quote && !isDoubled)
                return new SqlToken(kind, at, end + 1, value.ToString());
            // Deparsed escape strings escape backslashes alone.
            if (isDoubled || (escapes && text[end] == '\\' && end + 1 < text.Length))
                end++;
            value.Append(text[end]);
        }
        return new SqlToken(SqlTokenKind.Other, at, text.Length, text[at..]);
    }

    private static int? DollarEnd(string text, int at)
    {
        var tagEnd = at + 1;
        while (tagEnd < text.Length && IsWordPart(text[tagEnd]) && text[tagEnd] != '$')
            tagEnd++;
        if (tagEnd >= text.Length || text[tagEnd] != '$')
            return null;
        var tag = text[at..(tagEnd + 1)];
        var close = text.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
        return close < 0 ? null : close + tag.Length;
    }

    private static bool IsWordStart(char c) => c == '_' || char.IsAsciiLetter(c) || c >= '\u0080';

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || c == '$';
}
