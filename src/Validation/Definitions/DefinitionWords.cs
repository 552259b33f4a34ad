using System.Text.RegularExpressions;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Validation.Definitions;

/// <summary>Knows what two versions of the server write differently of the same. Pure.</summary>
/// <param name="SourceMajor">The source's major version.</param>
/// <param name="TargetMajor">The target's major version.</param>
internal sealed partial record DefinitionWords(int SourceMajor, int TargetMajor)
{
    private const int WritesColumnsBare = 16;
    private const int HasMaintain = 17;

    private int Lower => Math.Min(SourceMajor, TargetMajor);

    private bool WriteQueriesDifferently => Lower < WritesColumnsBare && Math.Max(SourceMajor, TargetMajor) >= WritesColumnsBare;

    /// <summary>Tells whether both versions know a privilege.</summary>
    public bool IsKnownToBoth(string privilege) =>
        Lower >= HasMaintain || privilege.TrimEnd('*') is not "MAINTAIN";

    /// <summary>Tells whether both texts say the same, or would after one more copy. Servers before 16 qualify each column of a query and
    /// later ones do not where one table is read, so between them qualifiers and parentheses do not count.</summary>
    public bool AreEqual(string? source, string? target) => source == target
        || (source is not null && target is not null
            && AreCopies(Form(source), Form(target)));

    /// <summary>Returns the text without quotation marks around names that need them only where they are key words, which one version
    /// knows and the other does not.</summary>
    public string Unquoted(string text) => SourceMajor == TargetMajor ? text : Quoted().Replace(
        text, piece => piece.Groups["plain"].Success ? piece.Groups["plain"].Value : piece.Value);

    private string Form(string text) => ConstantNames.LeftOut(Unquoted(DeparsedForm.OfCopy(text)))
        .Replace(" SET force_parallel_mode TO ", " SET debug_parallel_query TO ", StringComparison.Ordinal);

    private bool AreCopies(string source, string target) => source == target || AreCopiesOfOneForm(ColumnAliases.AsFar(source, target));

    private bool AreCopiesOfOneForm((string Source, string Target) texts) => texts.Source == texts.Target
        || (WriteQueriesDifferently && Bare(texts.Source) == Bare(texts.Target));

    private static string Bare(string text) => Piece().Replace(
        text, piece => piece.Groups["decoration"].Success || piece.Groups["dot"].Success ? "" : piece.Value);

    [GeneratedRegex(
        """'(?>(?:[^']|'')*)'|"(?<plain>[a-z_][a-z0-9_]*)"(?!")|"(?>(?:[^"]|"")+)["]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    // Strings and quoted names are pieces of their own: what they hold is no qualifier, no blank and no parenthesis.
    [GeneratedRegex(
        """'(?>(?:[^']|'')*)'|(?:"(?>(?:[^"]|"")+)"|[A-Za-z_\u0080-\uffff][\w$]*)(?<dot>\.)?|(?<decoration>[\s()]+)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Piece();
}
