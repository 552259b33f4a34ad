using System.Text.RegularExpressions;
using System.Xml.Linq;
using ActorMigrate.Migration;

namespace ActorMigrate.Architecture.Tests;

/// <summary>The rules for the repository as a whole.</summary>
public sealed partial class HygieneTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".ico", ".gz"];

    [Fact]
    public void No_file_names_a_package_registry_or_a_folder_of_someones_machine()
    {
        // This file spells them out.
        var files = TextFiles().Where(path => !path.EndsWith("HygieneTests.cs", StringComparison.Ordinal));

        Assert.Empty(files.Where(path => Foreign().IsMatch(Repository.Read(path))));
    }

    [Theory]
    [InlineData("see /work/main", true)]
    [InlineData("cd /root/x", true)]
    [InlineData("https://registry.example.org/x", true)]
    [InlineData("/home/ann/.pgpass", false)]
    [InlineData("/usr/lib/postgresql", false)]
    [InlineData("postgresql://user@host/database", false)]
    public void Foreign_places_are_recognized(string line, bool expected) => Assert.Equal(expected, Foreign().IsMatch(line));

    [Fact]
    public void Text_files_end_their_lines_alike_and_the_last_one_too()
    {
        var texts = TextFiles().Select(path => (path, text: Repository.Read(path))).Where(file => file.text.Length > 0);

        Assert.Empty(texts.Where(file => file.text.Contains('\r') || !IsMadeByTools(file.path) && !file.text.EndsWith('\n'))
            .Select(file => file.path));
    }

    [Fact]
    public void Every_project_is_in_the_solution_and_has_a_lock_file()
    {
        var solution = Repository.Read("ActorMigrate.sln").Replace('\\', '/');
        var projects = Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj")).ToList();

        Assert.NotEmpty(projects);
        Assert.Empty(projects.Where(path => !solution.Contains(path, StringComparison.Ordinal)));
        Assert.Empty(
            projects.Where(path => !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, "packages.lock.json"))));
    }

    [Fact]
    public void Package_versions_are_exact()
    {
        var versions = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("ItemGroup")
            .Where(group => group.Attribute("Condition") is null)
            .SelectMany(group => group.Elements("PackageVersion"))
            .ToList();

        Assert.NotEmpty(versions);
        Assert.Empty(versions.Where(package => !ExactVersion().IsMatch(package.Attribute("Version")!.Value)));
    }

    [Fact]
    public void Every_default_has_a_line_of_comment()
    {
        var lines = Repository.Lines("hocon/reference.conf").Select(line => line.Trim()).ToArray();
        var settings = Enumerable.Range(0, lines.Length).Where(i => Setting().IsMatch(lines[i])).ToList();

        Assert.NotEmpty(settings);
        Assert.Empty(settings.Where(i => i == 0 || !lines[i - 1].StartsWith('#')).Select(i => lines[i]));
    }

    [Fact]
    public void The_readme_lists_every_exit_code()
    {
        var rows = Repository.Lines("README.md").Select(line => ExitCode().Match(line)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value));

        Assert.Equal(Enum.GetValues<Outcome>().Select(outcome => (int)outcome).Order(), rows.Order());
    }

    [Fact]
    public void The_changelog_knows_the_version_that_is_built()
    {
        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.True(
            Repository.Lines("CHANGELOG.md")
                .Any(line => line.StartsWith($"## [{version}]", StringComparison.Ordinal) || line == "## [Unreleased]"),
            $"CHANGELOG.md has no section for {version}.");
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var links = Repository.Files(pattern: "*.md").SelectMany(path => Link().Matches(Repository.Read(path))
            .Select(match => Path.Combine(Path.GetDirectoryName(path)!, match.Groups[1].Value)));

        Assert.NotEmpty(links);
        Assert.Empty(links.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))));
    }

    private static IEnumerable<string> TextFiles() => Repository.Files().Where(path => !Binary.Contains(Path.GetExtension(path)));

    private static bool IsMadeByTools(string path) => path.EndsWith("packages.lock.json", StringComparison.Ordinal);

    [GeneratedRegex(@"(^|[^\w.])/(root|work)/\w|\bregistry\.[a-z]|\bnpmjs\b|\bnuget\.org\b|\bpypi\.org\b")]
    private static partial Regex Foreign();

    // A relative link, without its anchor.
    [GeneratedRegex(@"\]\((?![a-z]+:|#)([^)#\s]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\[[0-9A-Za-z.-]+\]$")]
    private static partial Regex ExactVersion();

    [GeneratedRegex(@"^[a-z-]+ = ")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\| `(\d+)` \|")]
    private static partial Regex ExitCode();
}
