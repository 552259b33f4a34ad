using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Renaming;

/// <summary>The kinds of tokens of deparsed SQL, as far as finding schema names goes.</summary>
internal enum SqlTokenKind
{
    /// <summary>A name or key word, quoted or not.</summary>
    Word,

    /// <summary>A string constant, whose content may be a name: <c>'a.t'::regclass</c>.</summary>
    Literal,

    /// <summary>A number, a dollar-quoted text, punctuation, an operator.</summary>
    Other,
}

/// <summary>A token of <c>text</c> from <paramref name="Start"/> to <paramref name="End"/>; <paramref name="Value"/> is what it means,
/// without quotes and escapes.</summary>
internal sealed record SqlToken(SqlTokenKind Kind, int Start, int End, string Value)
{
    private IReadOnlyList<SqlToken>? inner;

    /// <summary>The tokens of a literal's content.</summary>
    public IReadOnlyList<SqlToken> Inner => inner ??= SqlTokenizer.Tokens(Value);

    /// <summary>Its replacement, or null.</summary>
    public string? Replacement { get; set; }

    /// <summary>Nothing in it is replaced.</summary>
    private bool IsPlain => Replacement is null && (Kind != SqlTokenKind.Literal || inner is null || inner.All(token => token.IsPlain));

    /// <summary>Returns the text with every replacement put in.</summary>
    public static string Render(string text, IReadOnlyList<SqlToken> tokens)
    {
        if (tokens.All(token => token.IsPlain))
            return text;
        var rendered = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var token in tokens.Where(token => !token.IsPlain))
        {
            rendered.Append(text, at, token.Start - at).Append(token.Replacement ?? Literal.Quote(Render(token.Value, token.Inner)));
            at = token.End;
        }
        return rendered.Append(text, at, text.Length - at).ToString();
    }
}
