using System.Text.RegularExpressions;

namespace ActorMigrate.Architecture.Tests;

/// <summary>The layout of source files: a reader finds a type by its name and reads it without scrolling sideways.</summary>
public sealed partial class LayoutTests
{
    private const int MostColumns = 140;

    [Fact]
    public void Lines_end_within_the_width() =>
        Assert.Empty(CSharp("src").SelectMany(path => TooWide(path, Repository.Lines(path))));

    [Fact]
    public void Lines_of_queries_end_within_the_width() =>
        Assert.Empty(Repository.Files("src", "*.sql").SelectMany(path => TooWide(path, Repository.Lines(path))));

    /// <summary>A test's statements in raw strings keep the form in which they are run by hand.</summary>
    [Fact]
    public void Lines_of_tests_end_within_the_width_except_in_raw_strings() =>
        Assert.Empty(CSharp("tests").Concat(CSharp("bench")).SelectMany(path => TooWide(path, OutsideRawStrings(Repository.Lines(path)))));

    [Fact]
    public void No_two_types_of_the_source_share_a_name()
    {
        var types = CSharp("src").SelectMany(
            path => TypeName().Matches(Repository.Read(path)).Select(match => (Name: match.Groups[1].Value, path)));
        var shared = types.GroupBy(type => type.Name).Where(group => group.Select(type => PartOf(type.path)).Distinct().Count() > 1);

        Assert.Empty(shared.Select(group => $"{group.Key}: {string.Join(", ", group.Select(type => type.path))}"));
    }

    private static IEnumerable<string> TooWide(string path, IEnumerable<string> lines) =>
        lines.Index().Where(line => line.Item.Length > MostColumns).Select(line => $"{path}:{line.Index + 1}");

    private static IEnumerable<string> OutsideRawStrings(IEnumerable<string> lines)
    {
        var inside = false;
        foreach (var line in lines)
        {
            var marks = RawQuotes().Count(line);
            yield return inside || marks > 0 ? "" : line;
            inside ^= marks % 2 == 1;
        }
    }

    // A type in several files is named in each, as in SettingsReader.Notify.cs.
    private static string PartOf(string path) => path.Split('/')[1] + "/" + Path.GetFileName(path).Split('.')[0];

    private static IEnumerable<string> CSharp(string folder) => Repository.Files(folder, "*.cs");

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(
        @"^(?:public |internal )(?:(?:sealed|static|abstract|partial|readonly|ref) )*"
            + @"(?:class|record struct|record|struct|enum|interface) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
