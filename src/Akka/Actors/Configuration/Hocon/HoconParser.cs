namespace Akka.Configuration.Hocon;

/// <summary>Reads HOCON, the superset of JSON described in github.com/lightbend/config, without <c>include</c>.</summary>
internal sealed class HoconParser
{
    private const int DeepestNesting = 256;

    private readonly HoconReader _reader;
    private readonly List<HoconSubstitution> _substitutions = [];
    private readonly List<string> _path = [];
    private int _depth;

    private HoconParser(HoconReader reader) => _reader = reader;

    /// <summary>Reads <paramref name="text"/> and resolves its substitutions, within it and then from the environment.</summary>
    /// <exception cref="ConfigurationException">The text is not HOCON; the message names line and column.</exception>
    /// <exception cref="FormatException">A substitution finds nothing or ends in a circle.</exception>
    public static HoconRoot Parse(string text, Func<string, string?> environment)
    {
        var reader = new HoconReader(text);
        var parser = new HoconParser(reader);
        var value = new HoconValue();
        value.AppendValue(parser.ParseRoot());
        new SubstitutionResolver(value, reader, environment).Resolve(parser._substitutions);
        return new HoconRoot(value, parser._substitutions);
    }

    private HoconObject ParseRoot()
    {
        _reader.SkipSpaceAndComments();
        var root = new HoconObject();
        var braces = _reader.TryTake("{");
        ParseFields(root, root: !braces);
        _reader.SkipSpaceAndComments();
        return _reader.IsEnd ? root : throw _reader.Error($"expected the end of the text instead of {_reader.Here()}");
    }

    private void ParseFields(HoconObject owner, bool root)
    {
        var open = _reader.Offset;
        while (true)
        {
            _reader.SkipSpaceAndComments();
            if (_reader.IsEnd && !root)
                throw new ConfigurationException(_reader.At(open - 1) + "this { is never closed");
            if (_reader.IsEnd || (!root && _reader.TryTake("}")))
                return;
            ParseField(owner);
            EndItem(root ? '\n' : '}');
        }
    }

    /// <summary>After an item: a comma, the end of the line, or the closing bracket.</summary>
    private void EndItem(char closing)
    {
        _reader.TakeSpaces();
        _reader.SkipComment();
        if (_reader.IsEnd || _reader.Peek() == '\n' || _reader.Peek() == closing)
        {
            _reader.SkipSpaceAndComments();
            _reader.TryTake(",");
            return;
        }

        if (!_reader.TryTake(","))
            throw _reader.Error($"expected a comma or a new line instead of {_reader.Here()}; a value with such a character needs \"quotes\"");
    }

    private void ParseField(HoconObject owner)
    {
        var offset = _reader.Offset;
        var key = _reader.TakeKey();
        if (key[0].StartsWith("include ", StringComparison.Ordinal) && !IsAssignment())
            throw new ConfigurationException(_reader.At(offset) + "include is not supported");
        var depth = _path.Count;
        _path.AddRange(key);
        var holder = Descend(owner, key, offset);
        Assign(holder, key[^1]);
        _path.RemoveRange(depth, _path.Count - depth);
    }

    private bool IsAssignment() => _reader.Peek() is '=' or ':' or '{' || _reader.Matches("+=");

    private static HoconObject Descend(HoconObject owner, List<string> key, int offset)
    {
        foreach (var part in key.Take(key.Count - 1))
        {
            owner.Items.TryGetValue(part, out var existing);
            if (existing is { Earlier: null, Values: [HoconObject inner] })
            {
                owner = inner;
                continue;
            }

            var created = new HoconObject();
            var value = new HoconValue { Offset = offset, Earlier = MayBeObject(existing) ? existing : null };
            value.AppendValue(created);
            owner.Items[part] = value;
            owner = created;
        }

        return owner;
    }

    private void Assign(HoconObject holder, string key)
    {
        _reader.SkipSpaceAndComments();
        holder.Items.TryGetValue(key, out var earlier);
        HoconValue value;
        if (_reader.TryTake("+="))
            value = ParseAppended();
        else if (_reader.Peek() == '{' || _reader.TryTake("=") || _reader.TryTake(":"))
            value = ParseValue("a value");
        else
            throw _reader.Error($"expected '=', ':' or '{{' after the key '{HoconPath.Join(_path)}' instead of {_reader.Here()}");
        holder.Items[key] = Combine(earlier, value);
    }

    /// <summary>What a key holds after a later value: objects merge key by key; what may still turn out to be one is merged when read.</summary>
    private static HoconValue Combine(HoconValue? earlier, HoconValue value)
    {
        foreach (var self in value.Values.OfType<HoconSubstitution>().Where(sub => sub.IsSelfReference))
            self.Earlier ??= earlier;
        if (earlier is { Earlier: null, Values: [HoconObject below] } && value.Values is [HoconObject above])
        {
            foreach (var (key, item) in above.Items)
                below.Items[key] = Combine(below.GetKey(key), item);
            return earlier;
        }

        if (HasSubstitution(value) || (MayBeObject(earlier) && MayBeObject(value)))
            value.Earlier = earlier;
        return value;
    }

    private static bool HasSubstitution(HoconValue value) => value.Values.Exists(piece => piece is HoconSubstitution);

    private static bool MayBeObject(HoconValue? value) =>
        value is not null && value.Values.Exists(piece => piece is HoconObject or HoconSubstitution);

    /// <summary><c>a += b</c> reads as <c>a = ${?a} [b]</c>.</summary>
    private HoconValue ParseAppended()
    {
        var value = new HoconValue { Offset = _reader.Offset };
        value.AppendValue(Substitution(HoconPath.Join(_path), optional: true, _reader.Offset));
        value.AppendValue(new HoconArray { ParseValue("a value") });
        return value;
    }

    private HoconValue ParseValue(string what)
    {
        _reader.SkipSpaceAndComments();
        if (++_depth > DeepestNesting)
            throw _reader.Error($"nested deeper than {DeepestNesting} levels");
        var value = new HoconValue { Offset = _reader.Offset };
        var spaces = "";
        while (TryParsePiece() is { } piece)
        {
            if (spaces.Length > 0)
                value.AppendValue(new HoconLiteral { Value = spaces, IsSpace = true });
            value.AppendValue(piece);
            spaces = _reader.TakeSpaces();
        }

        _depth--;
        return value.Values.Count > 0 ? value : throw _reader.Error(Unexpected(what));
    }

    private string Unexpected(string what) =>
        $"expected {what} instead of {_reader.Here()}" + (IsPunctuation() ? "; put a text with such characters in \"quotes\"" : "");

    private bool IsPunctuation() => !_reader.IsEnd && !char.IsWhiteSpace(_reader.Peek()) && _reader.Peek() is not (',' or '}' or ']');

    private IHoconElement? TryParsePiece()
    {
        if (_reader.IsComment())
            return null;
        if (_reader.Peek() == '"')
            return new HoconLiteral { Value = _reader.TakeQuoted() };
        if (_reader.Matches("${"))
            return ParseSubstitution();
        if (_reader.TryTake("{"))
            return ParseObject();
        if (_reader.TryTake("["))
            return ParseArray();
        var word = _reader.TakeUnquoted();
        return word.Length > 0 ? new HoconLiteral { Value = word, IsNull = word == "null" } : null;
    }

    private HoconObject ParseObject()
    {
        var owner = new HoconObject();
        ParseFields(owner, root: false);
        return owner;
    }

    private HoconArray ParseArray()
    {
        var open = _reader.Offset;
        var array = new HoconArray();
        // A list's items have no path that a substitution could name, so nothing in them refers to itself.
        _path.Add("[]");
        while (true)
        {
            _reader.SkipSpaceAndComments();
            if (_reader.IsEnd)
                throw new ConfigurationException(_reader.At(open - 1) + "this [ is never closed");
            if (_reader.TryTake("]"))
                break;
            array.Add(ParseValue("an item or ']'"));
            EndItem(']');
        }

        _path.RemoveAt(_path.Count - 1);
        return array;
    }

    private HoconSubstitution ParseSubstitution()
    {
        var offset = _reader.Offset;
        _reader.TryTake("${");
        var optional = _reader.TryTake("?");
        var path = HoconPath.Join(_reader.TakeKey());
        if (!_reader.TryTake("}"))
            throw new ConfigurationException(_reader.At(offset) + "this ${ is never closed");
        return Substitution(path, optional, offset);
    }

    private HoconSubstitution Substitution(string path, bool optional, int offset)
    {
        var substitution = new HoconSubstitution(path)
        {
            IsOptional = optional,
            Offset = offset,
            IsSelfReference = path == HoconPath.Join(_path),
        };
        _substitutions.Add(substitution);
        return substitution;
    }
}
