using System.Text.RegularExpressions;

namespace ActorMigrate.Architecture.Tests;

/// <summary>Summaries name their subject, and those of methods begin with a verb.</summary>
public sealed partial class SummaryTests
{
    [Fact]
    public void Summaries_begin_with_a_named_subject() =>
        Assert.Empty(Heads().Where(head => NoSubject().IsMatch(head.Summary)).Select(head => $"{head.Where}: {head.Summary}"));

    [Fact]
    public void Heads_of_queries_begin_with_a_named_subject() =>
        Assert.Empty(Repository.Files("src", "*.sql").Where(path => NoSubject().IsMatch(Repository.Lines(path)[0].TrimStart('-', ' '))));

    /// <summary>A verb in the third person says what the method does or returns.</summary>
    [Fact]
    public void Summaries_of_methods_begin_with_a_verb() =>
        Assert.Empty(Heads().Where(head => IsMethod(head.Declaration) && !Verb().IsMatch(head.Summary))
            .Select(head => $"{head.Where}: {head.Summary}"));

    [Theory]
    [InlineData("    public static int Of(string text)", true)]
    [InlineData("    private async Task<(int, string)> ReadAsync(", true)]
    [InlineData("    Task<int> CountAsync(string name);", true)]
    [InlineData("    public Name(string text)", false)]
    [InlineData("    public string Name => Of(text);", false)]
    [InlineData("    public int Size { get; } = Of(1);", false)]
    [InlineData("internal sealed record Name(string Text)", false)]
    [InlineData("    private static readonly int Size = Of(1);", false)]
    public void Methods_are_distinguished_from_other_members(string declaration, bool expected) =>
        Assert.Equal(expected, IsMethod(declaration));

    private static IEnumerable<(string Where, string Summary, string Declaration)> Heads() => Repository.Files("src", "*.cs")
        .SelectMany(path => Documented().Matches(Repository.Read(path)).Select(match =>
            (path, match.Groups["summary"].Value.Trim(), match.Groups["declaration"].Value)));

    private static bool IsMethod(string declaration) => Method().IsMatch(declaration) && !Type().IsMatch(declaration.Split('(')[0]);

    [GeneratedRegex(@"^ *///\s*<summary>(?<summary>[^\n]*)\n(?: *(?:///|\[)[^\n]*\n)*(?<declaration>[^\n]+)", RegexOptions.Multiline)]
    private static partial Regex Documented();

    // Modifiers, a type and a name before the parenthesis, without a body or value.
    [GeneratedRegex(
        @"^ *(?:(?:public|internal|private|protected|static|async|override|virtual|abstract|partial) )*"
        + @"(?!(?:public|internal|private|protected|static|readonly|const) )(?:\([^)]*\)|[\w.]+(?:<[^={]*>)?)\S* \w+(?:<[\w, ]+>)?\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"\b(?:record|class|struct|delegate|enum|event|operator|interface|implicit|explicit)\b")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?:[A-Z][a-z]+s|Does)\b")]
    private static partial Regex Verb();

    [GeneratedRegex("^(?:What|Who|Whoever|It|They|Those|That|How|Whether|When|Which|Where)\\b")]
    private static partial Regex NoSubject();
}
