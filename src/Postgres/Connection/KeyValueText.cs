using System.Text;

namespace ActorMigrate.Postgres.Connection;

/// <summary>libpq's <c>key=value</c> pairs (PostgreSQL manual, 34.1.1.1): spaces around <c>=</c> are allowed, values with spaces are in
/// single quotes, and a backslash takes the next character as it is, inside quotes and outside.</summary>
internal sealed class KeyValueText
{
    private const string Syntax =
        "Write host=… port=… dbname=… user=…, with spaces between pairs and single quotes around values that hold spaces.";
    private readonly string _text;
    private readonly string _role;
    private int _at;

    private KeyValueText(string text, string role) => (_text, _role) = (text, role);

    /// <summary>Returns the parameters that the text sets; a later one wins.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text, string role)
    {
        var reader = new KeyValueText(text, role);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (reader.SkipSpace(); reader._at < text.Length; reader.SkipSpace())
        {
            var name = reader.Name();
            parameters[name] = reader.Value(name);
        }

        return parameters;
    }

    private bool AtEnd => _at >= _text.Length;

    private void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private string Name()
    {
        var start = _at;
        while (!AtEnd && _text[_at] != '=' && !char.IsWhiteSpace(_text[_at]))
            _at++;
        var name = _text[start.._at];
        SkipSpace();
        // A word without a = may be the tail of a password with a space: the message says where it is, not what it is.
        if (AtEnd || _text[_at] != '=')
            throw ConnectionSyntax.Malformed(_role, $"lacks a = after the word at character {start + 1}", Syntax);
        if (name.Length == 0)
            throw ConnectionSyntax.Malformed(_role, $"has a = without a name before it at character {start + 1}", Syntax);
        _at++;
        SkipSpace();
        return name;
    }

    private string Value(string name)
    {
        var quoted = !AtEnd && _text[_at] == '\'';
        if (quoted)
            _at++;
        var value = new StringBuilder();
        while (!AtEnd)
        {
            var c = _text[_at];
            if (quoted ? c == '\'' : char.IsWhiteSpace(c))
                break;
            if (c == '\\' && ++_at >= _text.Length)
                break;
            value.Append(_text[_at++]);
        }

        if (!quoted)
            return Separated(name, value.ToString());
        if (AtEnd)
            throw ConnectionSyntax.Malformed(_role, $"opens a quote for \"{name}\" and does not close it", Syntax);
        _at++;
        return value.ToString();
    }

    // Other drivers' pairs stand between semicolons. Read as one value, they would be shown as a
    // host's or a database's name, password and all.
    private string Separated(string name, string value) => name is not ("password" or "options")
        && value.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end && value.IndexOf('=', end) >= 0
        ? throw ConnectionSyntax.Malformed(_role, $"has a ; between pairs, after \"{name}\"", Syntax)
        : value;
}
