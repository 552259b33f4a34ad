namespace ActorMigrate.Host.Wording;

/// <summary>Breaks lines between words, so that a narrow terminal does not break them within.</summary>
internal static class Wrapped
{
    private const int LeastRoom = 20;

    /// <summary>Returns <paramref name="words"/> as lines of up to <paramref name="width"/> columns; a word that is longer stays whole.
    /// Lines after the first are indented by <paramref name="indent"/>.</summary>
    public static IEnumerable<string> Lines(string words, int width, int indent)
    {
        string? line = null;
        var start = "";
        foreach (var word in words.Split(' '))
        {
            var room = Math.Max(LeastRoom, width - start.Length);
            if (line?.Trim().Length > 0 && TerminalColumns.Of(line) + 1 + TerminalColumns.Of(word) > room)
            {
                yield return start + line;
                (line, start) = (word, new string(' ', indent));
            }
            else
            {
                line = line is null ? word : $"{line} {word}";
            }
        }

        yield return start + line;
    }
}
