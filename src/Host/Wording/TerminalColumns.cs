using System.Globalization;
using System.Text;
using Spectre.Console;

namespace ActorMigrate.Host.Wording;

/// <summary>Measures and fits text by the columns that it takes on a terminal: a character of Chinese, Japanese or Korean takes two, an
/// accent of its own none.</summary>
internal static class TerminalColumns
{
    private const string Ellipsis = "…";

    /// <summary>Returns the columns that <paramref name="text"/> takes.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : text.GetCellWidth();

    /// <summary>Returns the text filled up with spaces to <paramref name="columns"/>.</summary>
    public static string Pad(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    /// <summary>Returns the text, or as much of its beginning as fits into <paramref name="columns"/> with an ellipsis.</summary>
    public static string KeepStart(string text, int columns) =>
        Of(text) <= columns ? text : string.Concat(Fitting(Elements(text), columns - 1)) + Ellipsis;

    /// <summary>Returns the text, or as much of its end as fits into <paramref name="columns"/> with an ellipsis.</summary>
    public static string KeepEnd(string text, int columns) =>
        Of(text) <= columns ? text : Ellipsis + string.Concat(Fitting(Elements(text).Reverse(), columns - 1).Reverse());

    private static IEnumerable<string> Fitting(IEnumerable<string> elements, int columns)
    {
        foreach (var element in elements)
        {
            columns -= Of(element);
            if (columns < 0)
                yield break;
            yield return element;
        }
    }

    /// <summary>Returns the characters as people see them: a letter with its accents is one.</summary>
    private static IEnumerable<string> Elements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
            yield return elements.GetTextElement();
    }
}
