using System.Globalization;
using System.Text;

namespace ActorMigrate.Control.Tasks;

/// <summary>Writes messages for a ledger whose database has an encoding that lacks a character of them, such as one that the source's
/// server quotes.</summary>
internal static class AsciiText
{
    /// <summary>Returns <paramref name="text"/> with each character beyond ASCII as its number (<c>\u20AC</c>), and ellipses as
    /// dots.</summary>
    public static string Of(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("…", "...", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.IsAscii)
                ascii.Append((char)rune.Value);
            else
                ascii.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return ascii.ToString();
    }
}
