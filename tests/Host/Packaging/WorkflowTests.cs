using System.Text.RegularExpressions;
using ActorMigrate.Host.Tests.Documentation;
using ActorMigrate.TestServers;
using YamlDotNet.RepresentationModel;

namespace ActorMigrate.Host.Tests.Packaging;

/// <summary>The workflow that tests each push, and publishes a tag.</summary>
public sealed partial class WorkflowTests
{
    private const string File = ".github/workflows/build.yaml";

    private static YamlMappingNode Workflow => Assert.Single(YamlFiles.Read(File));

    private static IEnumerable<string> Scripts => YamlFiles.TextsOf(Workflow, "run");

    [Fact]
    public void It_runs_the_tests_and_builds_the_packages()
    {
        Assert.Contains(Scripts, script => script.Contains(".ci/run", StringComparison.Ordinal));
        Assert.Contains(Scripts, script => script == "packaging/build");
    }

    [Fact]
    public void Nothing_is_published_but_a_tag_whose_tests_have_passed()
    {
        var publish = Workflow.At("jobs", "publish");

        Assert.Equal("startsWith(github.ref, 'refs/tags/v')", publish.TextAt("if"));
        Assert.Contains("test", YamlFiles.WordsOf(publish, "needs").Single());
        Assert.Equal("read", Workflow.TextAt("permissions", "contents"));
    }

    [Fact]
    public void Jobs_that_others_need_are_there_and_secrets_stand_in_variables_alone()
    {
        var jobs = ((YamlMappingNode)Workflow.At("jobs")).Children;
        var names = jobs.Keys.Select(key => ((YamlScalarNode)key).Value!).ToHashSet();

        Assert.Empty(YamlFiles.WordsOf(Workflow, "needs").SelectMany(needs => needs).Concat(YamlFiles.TextsOf(Workflow, "needs"))
            .Where(need => !names.Contains(need)).ToList());
        Assert.DoesNotContain(Scripts, script => script.Contains("secrets.", StringComparison.Ordinal));
    }

    [Fact]
    public void Its_command_lines_are_ones_that_the_program_takes() =>
        ShownCommandTests.AllParse(Scripts.SelectMany(script => ShownCommands.OfText(File, script)));

    /// <summary>The script, the workflow and the project name the same platforms.</summary>
    [Fact]
    public void The_platforms_are_those_of_the_lock_files()
    {
        var locked = Identifiers().Match(Checkout.Read("src/Directory.Build.props")).Groups[1].Value.Split(';');
        var built = Platforms().Match(Checkout.Read("packaging/build")).Groups[1].Value.Split(' ');

        Assert.Equal(locked, built);
        Assert.Empty(YamlFiles.TextsOf(Workflow, "platform").Except(built));
    }

    [GeneratedRegex("<RuntimeIdentifiers>(.*)</RuntimeIdentifiers>")]
    private static partial Regex Identifiers();

    [GeneratedRegex("^platforms=\"(.*)\"$", RegexOptions.Multiline)]
    private static partial Regex Platforms();
}
