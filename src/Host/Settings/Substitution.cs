namespace ActorMigrate.Host.Settings;

/// <summary>A substitution in a configuration file, such as <c>${a.b}</c>, with its line. Akka.NET's parser takes values of the same file
/// only, and reads what follows an optional one, <c>${?NAME}</c>, as a part of the next key.</summary>
/// <param name="Text">The substitution as it stands there.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record Substitution(string Text, int Line)
{
    private const string Begin = "${";

    /// <summary>The text between the braces.</summary>
    public string Name => Text[Begin.Length..].TrimEnd('}');

    /// <summary>Returns the substitutions of a file, which may have errors. Comments and quoted texts have none.</summary>
    public static IEnumerable<Substitution> Of(string text)
    {
        // Each start of the program reads files, of which hardly any has one.
        if (!text.Contains(Begin, StringComparison.Ordinal))
            yield break;
        for (var (at, line) = (0, 1); at < text.Length;)
        {
            var end = EndOf(text, at);
            if (text.AsSpan(at).StartsWith(Begin))
                yield return new Substitution(text[at..end].TrimEnd('\n'), line);
            line += text.AsSpan(at, end - at).Count('\n');
            at = end;
        }
    }

    /// <summary>Returns the place after the piece that begins at <paramref name="at"/>: a substitution, a comment, a quoted text, or one
    /// character.</summary>
    private static int EndOf(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith(Begin))
            return Math.Max(at + 1, HoconPiece.EndOf(text, at));
        return text.IndexOf('}', at) is >= 0 and var close ? close + 1 : text.Length;
    }
}
