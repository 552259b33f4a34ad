using System.Reflection;
using System.Text.RegularExpressions;

namespace ActorMigrate.Architecture.Tests;

/// <summary>The rules for every source file.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 300;
    private const int MostLinesOfTests = 400;

    // The types whose work quoting is. The last one quotes for postgresql.conf.
    private static readonly string[] Quoting =
        ["src/Postgres/Identifier.cs", "src/Postgres/Literal.cs", "src/Postgres/LocalServers/ServerSettings.cs"];

    private const string Kinds = "src/Migration/Objects/ObjectKinds.cs";

    // Kinds whose words mean other things, too: operations of publications, columns of catalogs, nouns of messages, a check.
    private static readonly string[] AlsoWords = ["owner", "privileges", "drop", "truncate", "large object", "row-security"];

    // Kinds that are one word; in the other rooms that is a noun of a sentence, a command or a tag of HTML.
    private static readonly string[] RoomsOfKinds = ["src/Catalog/", "src/Validation/", "src/Migration/Planning/", "src/Coordinator/Pre"];

    // These name differences between tables, the providers of collations, and objects in a sentence.
    private static readonly string[] Worded =
    [
        "src/Catalog/Inspection/KeptTable.cs", "src/Catalog/Objects/CollationObject.cs",
        "src/Coordinator/Preflight/Checks/SourcePrivileges.cs",
    ];

    [Fact]
    public void No_file_is_named_for_having_no_name()
    {
        var unnamed = Repository.Files("src").Concat(Repository.Files("tests")).Where(path => NoName().IsMatch(path));

        Assert.Empty(unnamed);
    }

    [Fact]
    public void Files_stay_small_enough_to_be_about_one_thing() =>
        Assert.Empty(CSharp("src").Where(path => Repository.Lines(path).Length > MostLines)
            .Concat(CSharp("tests").Where(path => Repository.Lines(path).Length > MostLinesOfTests)));

    /// <summary>A server converts the whole text of a query to its database's encoding, the comments, too.</summary>
    [Fact]
    public void Queries_are_of_characters_that_every_encoding_has() =>
        Assert.Empty(Repository.Files("src", "*.sql").Where(path => !path.StartsWith("src/Host/Demo/", StringComparison.Ordinal))
            .Where(path => Repository.Read(path).Any(character => character > '\u007f')));

    /// <summary>A sentence that begins so has no named subject.</summary>
    [Fact]
    public void No_comment_begins_with_what_or_who()
    {
        var riddles = CSharp("src").Concat(Repository.Files("src", "*.sql"))
            .SelectMany(path => Repository.Lines(path).Where(line => Riddle().IsMatch(line)).Select(line => $"{path}: {line.Trim()}"));

        Assert.Empty(riddles);
    }

    [Fact]
    public void Names_are_quoted_by_the_one_type_that_does_it()
    {
        var byHand = CSharp("src").Where(path => !Quoting.Contains(path))
            .SelectMany(path => Repository.Lines(path).Select((line, index) => (Where: $"{path}:{index + 1}", Line: line)))
            .Where(at => QuotesByHand(at.Line));

        Assert.Empty(byHand);
    }

    [Theory]
    [InlineData("""var sql = $"DROP TABLE \"{name}\"";""", true)]
    [InlineData("""    SELECT * FROM "{schema}"."{table}" WHERE a = 1""", true)]
    [InlineData("""    CREATE ROLE x PASSWORD '{secret}'""", true)]
    [InlineData("""name.Replace("\"", "\"\"", StringComparison.Ordinal)""", true)]
    [InlineData("""text.Replace("'", "''")""", true)]
    [InlineData("""var sql = $"DROP TABLE {Identifier.Quote(name)}";""", false)]
    [InlineData("""throw new RefusedException($"The schema \"{name}\" does not exist.")""", false)]
    public void Quoting_by_hand_is_recognized(string line, bool expected) => Assert.Equal(expected, QuotesByHand(line));

    [Fact]
    public void Every_sql_file_is_embedded_and_says_why_it_is_there()
    {
        var files = Repository.Files("src", "*.sql").ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(path => !IsEmbedded(path)));
        Assert.Empty(files.Where(path => !Repository.Read(path).StartsWith("--", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_two_sql_files_of_a_room_share_a_name()
    {
        var names = Repository.Files("src", "*.sql").GroupBy(path => (path.Split('/')[1], Path.GetFileName(path)));

        Assert.Empty(names.Where(group => group.Count() > 1).Select(group => group.Key));
    }

    /// <summary>A kind that is misspelled in one place is a kind of its own, and nobody notices.</summary>
    [Fact]
    public void Kinds_of_objects_are_spelled_nowhere_but_in_their_constants()
    {
        var kinds = Kind().Matches(Repository.Read(Kinds)).Select(match => match.Groups[1].Value).Except(AlsoWords).ToList();

        Assert.NotEmpty(kinds);
        Assert.Empty(CSharp("src").Where(path => path != Kinds && !Worded.Contains(path)).SelectMany(path => Repository.Lines(path)
            .Where(line => SpellsKind(path, line, kinds)).Select(line => $"{path}: {line.Trim()}")));
    }

    [Fact]
    public void No_object_is_of_a_kind_without_a_constant() =>
        Assert.Empty(CSharp("src/Catalog").SelectMany(path => Repository.Lines(path)
            .Where(line => LiteralKind().IsMatch(line)).Select(line => $"{path}: {line.Trim()}")));

    [Theory]
    [InlineData("src/Catalog/A.cs", """Kind = "view",""", true)]
    [InlineData("src/Host/A.cs", """Is(one, "materialized view")""", true)]
    [InlineData("src/Host/A.cs", """Amounts.Count(tables, "table")""", false)]
    [InlineData("src/Catalog/A.cs", """found.Groups["schema"].Value""", false)]
    [InlineData("src/Catalog/A.cs", """/// <summary>Of the kind "view".</summary>""", false)]
    public void A_spelled_kind_is_recognized(string path, string line, bool expected) =>
        Assert.Equal(expected, SpellsKind(path, line, ["view", "materialized view", "table", "schema"]));

    // The attributes that skip say how to run what they skip.
    [Fact]
    public void No_test_is_switched_off() =>
        Assert.Empty(CSharp("tests").Where(path => !IsSwitch(path) && SwitchedOff().IsMatch(Repository.Read(path))));

    private static bool IsSwitch(string path) => Path.GetFileName(path)
        is "LongFactAttribute.cs" or "LongTheoryAttribute.cs" or "HostNetworkFactAttribute.cs" or "BrowserFactAttribute.cs";

    // Deterministic builds, such as CI's, put /_/ in its place.
    [Fact]
    public void No_test_finds_files_by_the_path_it_was_compiled_from() =>
        Assert.Empty(CSharp("tests").Where(path => Repository.Read(path).Contains("[Caller" + "FilePath]", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_stands_in_for_code_to_come() =>
        Assert.Empty(CSharp("src").Where(path => Path.GetFileName(path) == "Placeholder.cs"));

    private static IEnumerable<string> CSharp(string folder) => Repository.Files(folder, "*.cs");

    private static bool SpellsKind(string path, string line, IReadOnlyCollection<string> kinds) =>
        !line.Contains("///", StringComparison.Ordinal)
        && Spelled().Matches(line).Select(word => word.Groups[1].Value).Any(word => kinds.Contains(word)
            && (word.Contains(' ', StringComparison.Ordinal) || word.Contains('-', StringComparison.Ordinal)
                || RoomsOfKinds.Any(room => path.StartsWith(room, StringComparison.Ordinal))));

    private static bool QuotesByHand(string line) =>
        Doubling().IsMatch(line) || (Statement().IsMatch(line) && Braced().IsMatch(line));

    private static bool IsEmbedded(string path)
    {
        var room = path.Split('/')[1];
        var assembly =
            Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, room == "Host" ? "actormigrate.dll" : $"ActorMigrate.{room}.dll"));
        using var stream = assembly.GetManifestResourceStream(Path.GetFileName(path));
        if (stream is null)
            return false;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd() == Repository.Read(path);
    }

    // A word within quotes, at both of its ends: kinds are words of small letters.
    [GeneratedRegex("""(?<!Groups\[)"([a-z' -]+)"(?!")""", RegexOptions.CultureInvariant)]
    private static partial Regex Spelled();

    [GeneratedRegex(@"(helper|manager|utils?|utilities|common|misc)s?(/|\.[a-z]+$)", RegexOptions.IgnoreCase)]
    private static partial Regex NoName();

    // A quote replaced by two of its kind.
    [GeneratedRegex("""Replace\((@?"\\?["]{1,2}"|"'"|'"'), *(@?"(\\"){2}"|"''"|@"[""]{4}")""")]
    private static partial Regex Doubling();

    [GeneratedRegex(@"\b(SELECT|CREATE|ALTER|DROP|INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|COPY|LOCK TABLE|COMMENT ON|GRANT|FROM|JOIN)\b")]
    private static partial Regex Statement();

    // A value of the program between quotes.
    [GeneratedRegex("""(\\?"|')\{[^{}"]+\}(\\?"|')""")]
    private static partial Regex Braced();

    [GeneratedRegex("""(?:///(?: <summary>)?|//|^\s*--|/\*|<param name="[A-Za-z]+">)\s*(?:What|Who|Whoever)\b""")]
    private static partial Regex Riddle();

    [GeneratedRegex("const string [A-Za-z]+ = \"([^\"]+)\"")]
    private static partial Regex Kind();

    [GeneratedRegex("\\bKind = \"")]
    private static partial Regex LiteralKind();

    [GeneratedRegex(@"\bSkip\s*=")]
    private static partial Regex SwitchedOff();
}
