using System.Text;

namespace ActorMigrate.Host.Settings;

/// <summary>The lines on which the keys of a configuration file stand, and the comment above each: the parsed configuration does not keep
/// them. Made for texts that have been parsed without an error.</summary>
internal sealed class KeyLines
{
    private readonly string _text;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _comments = new(StringComparer.Ordinal);
    private readonly Stack<List<string>> _groups = new();
    private List<string> _group = [];
    private int _index;
    private string? _comment;

    private KeyLines(string text) => _text = text;

    public static KeyLines Of(string text)
    {
        var lines = new KeyLines(text);
        lines.ReadKeys();
        return lines;
    }

    /// <summary>Returns the line on which <paramref name="path"/> was set last, or null.</summary>
    public int? LineOf(string path) => _lines.TryGetValue(path, out var line) ? line : null;

    /// <summary>Returns the group that is not closed, with its line; or the line of a brace that closes none. Null where all is well. The
    /// parser accepts both in silence.</summary>
    public (string? Group, int Line)? Unbalanced { get; private set; }

    /// <summary>Returns the comment line above <paramref name="path"/>, or null.</summary>
    public string? CommentOf(string path) => _comments.GetValueOrDefault(path);

    private char Current => _index < _text.Length ? _text[_index] : '\0';

    private bool Matches(string expected) => string.CompareOrdinal(_text, _index, expected, 0, expected.Length) == 0;

    private bool IsComment => HoconPiece.IsComment(_text, _index);

    private void ReadKeys()
    {
        while (_index < _text.Length)
        {
            if (IsComment)
                _comment = TakeLine().TrimStart('#', '/').Trim();
            else if (Current == '}')
                CloseGroup();
            else if (char.IsWhiteSpace(Current) || Current is ',' or '{' or '\uFEFF')
                _index++;
            else
                ReadField();
        }

        if (_groups.Count > 0)
            Unbalanced ??= (string.Join('.', _group), _lines[string.Join('.', _group)]);
    }

    private void ReadField()
    {
        var line = CurrentLine;
        List<string> path = [.. _group, .. TakeKey()];
        var name = string.Join('.', path);
        _lines[name] = line;
        if (_comment is not null)
            _comments[name] = _comment;
        _comment = null;
        while (Current is '=' or ':' or '+' || char.IsWhiteSpace(Current))
            _index++;
        if (Current == '{')
            OpenGroup(path);
        else
            SkipValue();
    }

    private List<string> TakeKey()
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        while (_index < _text.Length && Current is not ('=' or ':' or '{') && !Matches("+="))
        {
            if (Current == '"')
                part.Append(TakeQuoted());
            else if (Current == '.')
                Flush();
            else
                part.Append(Current);
            _index++;
        }

        Flush();
        return parts;

        void Flush()
        {
            parts.Add(part.ToString().Trim());
            part.Clear();
        }
    }

    private void OpenGroup(List<string> path)
    {
        _groups.Push(_group);
        _group = path;
        _index++;
    }

    private void CloseGroup()
    {
        if (_groups.TryPop(out var outer))
            _group = outer;
        else
            Unbalanced ??= (null, CurrentLine);
        _index++;
    }

    private int CurrentLine => _text.AsSpan(0, Math.Min(_index, _text.Length)).Count('\n') + 1;

    /// <summary>Skips to the end of a value: a comma, a line's end or a closing brace that is not inside brackets.</summary>
    private void SkipValue()
    {
        var depth = 0;
        for (; _index < _text.Length; _index++)
        {
            if (IsComment)
                TakeLine();
            if (depth == 0 && Current is ',' or '\n' or '}')
                return;
            if (Current == '"')
                TakeQuoted();
            else if (Current is '[' or '{')
                depth++;
            else if (Current is ']' or '}')
                depth--;
        }
    }

    /// <summary>Returns the text in quotes; afterwards the current character is the closing quote.</summary>
    private string TakeQuoted()
    {
        var quotes = HoconPiece.QuotesAt(_text, _index);
        var end = HoconPiece.EndOf(_text, _index);
        var taken = _text[(_index + quotes)..Math.Max(_index + quotes, end - quotes)];
        _index = end - 1;
        return taken;
    }

    private string TakeLine()
    {
        var end = HoconPiece.EndOf(_text, _index);
        var line = _text[_index..end];
        _index = end;
        return line;
    }
}
