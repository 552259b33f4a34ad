using System.Text;

namespace ActorMigrate.Migration.Objects;

/// <summary>Computes the text that PostgreSQL prints for an expression that it has parsed from its own output, which may differ from that
/// output in two ways. A list of values becomes an array that is cast as a whole, <c>(ARRAY['a'::character varying])::text[]</c>;
/// PostgreSQL parses that text as an array of casts, and prints it so. PostgreSQL also prints a blank before a list of VALUES that it has
/// parsed within another query. Pure.</summary>
public static class DeparsedForm
{
    private const string Start = "ARRAY[";
    private const string Cast = "::";
    private const string End = "[]";

    /// <summary>Returns the text of a copy, which is the same for a copy of the copy.</summary>
    public static string OfCopy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Replace("(VALUES (", "( VALUES (", StringComparison.Ordinal);
        var (result, from) = (new StringBuilder(), 0);
        for (var at = text.IndexOf(Start, StringComparison.Ordinal); at >= 0; at = Next(text, at))
        {
            if (Rewritten(text, at) is not { } cast)
                continue;
            result.Append(text, from, cast.From - from).Append(OfCopy(cast.Text));
            from = cast.End;
            at = cast.End - 1;
        }
        return from == 0 ? text : result.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Returns the text and that of a copy, once where they are the same.</summary>
    public static IReadOnlyList<string> Both(string text) => [.. new[] { text, OfCopy(text) }.Distinct()];

    private static int Next(string text, int at) =>
        at + 1 >= text.Length ? -1 : text.IndexOf(Start, at + 1, StringComparison.Ordinal);

    // Where the server writes no more parentheses than it has to, the array stands in none, and its elements do not either.
    private static (int From, string Text, int End)? Rewritten(string text, int at)
    {
        if (Elements(text, at + Start.Length, out var close) is not { } elements || elements is [""])
            return null;
        var inParentheses = at > 0 && text[at - 1] == '(' && close + 1 < text.Length && text[close + 1] == ')';
        var cast = inParentheses ? close + 2 : close + 1;
        if (string.CompareOrdinal(text, cast, Cast, 0, Cast.Length) != 0)
            return null;
        var end = text.IndexOf(End, cast, StringComparison.Ordinal);
        if (end < 0 || text[cast..end].Any(letter => "()[],;'=".Contains(letter, StringComparison.Ordinal)))
            return null;
        var type = text[cast..end];
        var casts = elements.Select(element => inParentheses ? $"({element}){type}" : element + type);
        return (inParentheses ? at - 1 : at, $"ARRAY[{string.Join(", ", casts)}]", end + End.Length);
    }

    // The elements up to the bracket that closes the array, at close; null where there is none.
    private static List<string>? Elements(string text, int from, out int close)
    {
        var (elements, depth, start) = (new List<string>(), 0, from);
        for (close = from; close < text.Length; close++)
        {
            var letter = text[close];
            if (letter is '\'' or '"')
                close = text.IndexOf(letter, close + 1) is var quote and >= 0 ? quote : text.Length;
            else if (letter is '(' or '[')
                depth++;
            else if (depth > 0 && letter is (')' or ']'))
                depth--;
            else if (depth == 0 && letter is (',' or ']'))
            {
                elements.Add(text[start..close].Trim());
                start = close + 1;
                if (letter == ']')
                    return elements;
            }
        }
        return null;
    }
}
