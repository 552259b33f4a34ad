namespace ActorMigrate.Host.Settings;

/// <summary>Finds the comments and quoted texts in a HOCON text. Signs such as braces have no meaning in them.</summary>
internal static class HoconPiece
{
    private const string LongQuote = "\"\"\"";

    /// <summary>Tells whether a comment begins at <paramref name="at"/>.</summary>
    public static bool IsComment(string text, int at) => text.AsSpan(at) is ['#', ..] or ['/', '/', ..];

    /// <summary>Returns the number of quotes that open the quoted text at <paramref name="at"/>, and that close it: 1 or 3, or 0 where no
    /// quoted text begins.</summary>
    public static int QuotesAt(string text, int at)
    {
        var rest = text.AsSpan(at);
        return rest.StartsWith(LongQuote) ? LongQuote.Length : rest is ['"', ..] ? 1 : 0;
    }

    /// <summary>Returns the place after the comment or quoted text that begins at <paramref name="at"/>, or <paramref name="at"/> where
    /// none begins. A comment ends before the line's end. A quoted text that is not closed ends with the whole text.</summary>
    public static int EndOf(string text, int at)
    {
        if (IsComment(text, at))
            return text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
        return QuotesAt(text, at) switch
        {
            0 => at,
            1 => EndOfShort(text, at + 1),
            var quotes => text.IndexOf(LongQuote, at + quotes, StringComparison.Ordinal) is >= 0 and var last ? last + quotes : text.Length,
        };
    }

    /// <summary>Returns the place after the quote that closes a text. A backslash escapes the next character, other than between three
    /// quotes.</summary>
    private static int EndOfShort(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '"')
                return at + 1;
        }

        return text.Length;
    }
}
