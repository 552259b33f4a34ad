using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Reads the lexical parts of a text: whitespace, comments, strings, keys. Its errors name line and column.</summary>
internal sealed class HoconReader(string text)
{
    private const string Reserved = "$\"{}[]:=,#`^?!@*&\\";

    private int _index = text.StartsWith('\uFEFF') ? 1 : 0;

    public bool IsEnd => _index >= text.Length;

    public int Offset => _index;

    public char Peek() => IsEnd ? '\0' : text[_index];

    public bool Matches(string expected) => string.CompareOrdinal(text, _index, expected, 0, expected.Length) == 0;

    public bool TryTake(string expected)
    {
        if (!Matches(expected))
            return false;
        _index += expected.Length;
        return true;
    }

    /// <summary>An error at the current place.</summary>
    public ConfigurationException Error(string problem) => new(At(_index) + problem);

    /// <summary>The words <c>line n, column n: </c> of a place in the text.</summary>
    public string At(int offset)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: ");
    }

    /// <summary>What stands at the current place, for messages.</summary>
    public string Here() => IsEnd ? "the end of the text" : Peek() is '\n' or '\r' ? "the end of the line" : $"'{Peek()}'";

    public void SkipSpaceAndComments()
    {
        while (!IsEnd)
        {
            if (char.IsWhiteSpace(Peek()))
                _index++;
            else if (!SkipComment())
                return;
        }
    }

    /// <summary>Skips whitespace up to the end of the line and returns it.</summary>
    public string TakeSpaces()
    {
        var start = _index;
        while (!IsEnd && Peek() != '\n' && char.IsWhiteSpace(Peek()))
            _index++;
        return text[start.._index];
    }

    /// <summary>Skips a comment; its line's end stays.</summary>
    public bool SkipComment()
    {
        if (!IsComment())
            return false;
        while (!IsEnd && Peek() != '\n')
            _index++;
        return true;
    }

    public bool IsComment() => Matches("#") || Matches("//");

    /// <summary>A quoted or triple-quoted string; the current character is a quote.</summary>
    public string TakeQuoted() => Matches("\"\"\"") ? TakeTripleQuoted() : TakeSingleQuoted();

    private string TakeTripleQuoted()
    {
        var end = text.IndexOf("\"\"\"", _index + 3, StringComparison.Ordinal);
        if (end < 0)
            throw Error("this \"\"\" is never closed");
        // A longer run of quotes closes with its last three; the others belong to the string.
        while (end + 3 < text.Length && text[end + 3] == '"')
            end++;
        var taken = text[(_index + 3)..end];
        _index = end + 3;
        return taken;
    }

    private string TakeSingleQuoted()
    {
        var open = _index++;
        var taken = new StringBuilder();
        while (Peek() != '"')
        {
            if (IsEnd || Peek() == '\n')
                throw new ConfigurationException(At(open) + "this string is never closed; use \"\"\" for one over several lines");
            if (Peek() == '\\')
                taken.Append(TakeEscape());
            else
                taken.Append(text[_index++]);
        }

        _index++;
        return taken.ToString();
    }

    private char TakeEscape()
    {
        var code = _index + 1 < text.Length ? text[_index + 1] : '\0';
        var character = code switch
        {
            '"' or '\\' or '/' => code,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeUnicode(),
            _ => throw Error($"'\\{code}' is not an escape; write \\\\ for a backslash"),
        };
        _index += code == 'u' ? 6 : 2;
        return character;
    }

    private char TakeUnicode()
    {
        if (_index + 6 <= text.Length && ushort.TryParse(text.AsSpan(_index + 2, 4), NumberStyles.AllowHexSpecifier, NumberFormatInfo.InvariantInfo, out var code))
            return (char)code;
        throw Error("\\u needs four hexadecimal digits");
    }

    /// <summary>A run of text without quotes; it ends before whitespace, a comment or a reserved character.</summary>
    public string TakeUnquoted()
    {
        var start = _index;
        while (IsUnquoted())
            _index++;
        return text[start.._index];
    }

    /// <summary>The parts of a key: dotted, each quoted or not; the current character is its first.</summary>
    public List<string> TakeKey()
    {
        var parts = new List<string>();
        while (true)
        {
            parts.Add(TakeKeyPart());
            if (!TryTake("."))
                return parts;
        }
    }

    private string TakeKeyPart()
    {
        var part = new StringBuilder();
        TakeSpaces();
        var start = _index;
        while (true)
        {
            if (Peek() == '"')
                part.Append(TakeQuoted());
            else if (IsUnquoted() && Peek() != '.' && !Matches("+="))
                part.Append(text[_index++]);
            else
                break;
            var spaces = TakeSpaces();
            if (Peek() == '"' || (IsUnquoted() && Peek() != '.' && !Matches("+=")))
                part.Append(spaces);
        }

        return _index > start ? part.ToString() : throw Error($"expected a key instead of {Here()}");
    }

    private bool IsUnquoted() => !IsEnd && !Reserved.Contains(Peek()) && !char.IsWhiteSpace(Peek()) && !IsComment();
}
