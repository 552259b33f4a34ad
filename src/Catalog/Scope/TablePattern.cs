using System.Text.RegularExpressions;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Scope;

/// <summary>A pattern of table names: <c>*</c> is any characters, <c>?</c> one; the rest stands for itself, case included.
/// A pattern with a dot is compared with <c>schema.name</c> too, because names may hold dots as well.</summary>
internal sealed class TablePattern
{
    private readonly Regex regex;

    public TablePattern(string text)
    {
        Text = text;
        var body = Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);
        regex = new Regex($@"\A{body}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    public string Text { get; }

    public bool Matches(QualifiedName table) =>
        regex.IsMatch(table.Name) || (Text.Contains('.', StringComparison.Ordinal) && regex.IsMatch(table.ToString()));
}
