using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Words that are keywords in the target's version but not in the source's: where PostgreSQL 15 prints <c>system_user</c> for a
/// column, PostgreSQL 16 reads the function SYSTEM_USER. In text that the source deparsed, each such word is a name, so it is
/// quoted.</summary>
internal sealed class NewKeywords
{
    // The category of keywords that may name a column or table, but not a function or type.
    private const char OfColumns = 'C';
    private const char Unreserved = 'U';

    // The type is written by the same word in every version.
    private const string Json = "json";

    private readonly IReadOnlyDictionary<string, char> words;

    private NewKeywords(IReadOnlyDictionary<string, char> words) => this.words = words;

    /// <summary>Returns the keywords of the target of <paramref name="options"/> that <paramref name="source"/> does not know.</summary>
    public static NewKeywords Of(DatabaseCatalog source, SchemaPlanOptions options) => new(
        source.Keywords.Count == 0 || options.Target is not { } target
            ? new Dictionary<string, char>()
            : target.Keywords.Where(word => word.Value != Unreserved && !source.Keywords.ContainsKey(word.Key)).ToDictionary());

    /// <summary>Returns the same object, with these words quoted in its statements.</summary>
    public SchemaObject Quoted(SchemaObject made) => words.Count == 0 || !made.Statements.Any(Mentions)
        ? made
        : made with { Statements = [.. made.Statements.Select(Quoted)] };

    /// <summary>Returns the functions whose bodies use such a word: nobody rewrites these.</summary>
    public IEnumerable<Finding> Findings(IReadOnlyList<FunctionObject> functions)
    {
        var called = functions.Select(function => function.Name.Name).ToHashSet();
        return
            from function in functions
            let body = Bodies(function.Definition).ToList()
            from word in words.Where(word => word.Value == OfColumns
                ? called.Contains(word.Key) && body.Exists(text => Uses(text, word.Key, ofFunction: true))
                : body.Exists(text => Uses(text, word.Key, ofFunction: false))).Select(word => word.Key)
            select new Finding(
                $"function {function.Name}({function.Arguments})",
                $"Its body uses the word {word}, which is a name in the source's version of PostgreSQL and a keyword in the target's; the "
                    + "text is carried over as it is.",
                null, $"Look whether it means a column, variable or function there; if so, quote it: \"{word}\".");
    }

    private bool Mentions(string statement) => words.Keys.Any(word => statement.Contains(word, StringComparison.Ordinal));

    private string Quoted(string statement)
    {
        if (!Mentions(statement))
            return statement;
        var tokens = SqlTokenizer.Tokens(statement);
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (IsBare(token, statement) && words.ContainsKey(token.Value)
                && (token.Value != Json || (at + 1 < tokens.Count && tokens[at + 1].Value == "(")))
                token.Replacement = Identifier.Quote(token.Value);
        }
        return SqlToken.Render(statement, tokens);
    }

    private static bool IsBare(SqlToken token, string text) => token.Kind == SqlTokenKind.Word && text[token.Start] != '"';

    // The text between dollar quotes; what the server has parsed (BEGIN ATOMIC) is quoted with the rest.
    private static IEnumerable<string> Bodies(string definition) => SqlTokenizer.Tokens(definition)
        .Where(token => token.Kind == SqlTokenKind.Other && token.Value.Length > 1 && token.Value[0] == '$')
        .Select(token => token.Value[(token.Value.IndexOf('$', 1) + 1)..token.Value.LastIndexOf('$', token.Value.Length - 2)]);

    // A word of columns stays one everywhere but before a parenthesis.
    private static bool Uses(string body, string word, bool ofFunction)
    {
        if (!body.Contains(word, StringComparison.OrdinalIgnoreCase))
            return false;
        var tokens = SqlTokenizer.Tokens(body);
        return Enumerable.Range(0, tokens.Count).Any(at => IsBare(tokens[at], body)
            && tokens[at].Value.Equals(word, StringComparison.OrdinalIgnoreCase)
            && (at == 0 || !IsBefore(tokens[at - 1].Value))
            && (!ofFunction || (at + 1 < tokens.Count && tokens[at + 1].Value == "(")));
    }

    // After these the word is a label, whatever else it may be.
    private static bool IsBefore(string token) => token == "." || token.Equals("AS", StringComparison.OrdinalIgnoreCase);
}
