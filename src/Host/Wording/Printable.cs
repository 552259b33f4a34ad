using System.Globalization;
using System.Text;

namespace ActorMigrate.Host.Wording;

/// <summary>Makes text from databases and servers harmless on a terminal: names may hold newlines, escape
/// sequences and marks that turn text around.</summary>
internal static class Printable
{
    /// <summary>Returns the text on one line, with every control and formatting character written as an escape.</summary>
    public static string Line(string text)
    {
        if (!text.EnumerateRunes().Any(IsUnsafe))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
                safe.Append(Escape(rune));
            else
                safe.Append(rune);
        }

        return safe.ToString();
    }

    /// <summary>Returns the lines of a message, each harmless. Only what servers end lines with ends one here.</summary>
    public static IEnumerable<string> Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(Line);

    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune == Rune.ReplacementChar;

    private static string Escape(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        > 0xFFFF => $"\\U{rune.Value:x8}",
        _ => $"\\u{rune.Value:x4}",
    };
}
