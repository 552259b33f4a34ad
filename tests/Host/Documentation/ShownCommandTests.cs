using System.CommandLine;
using ActorMigrate.Host.Commands;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Documentation;

/// <summary>Every command line that a document or a file of the packaging shows is one that the program takes.</summary>
public class ShownCommandTests
{
    private static readonly string[] Documents =
    [
        "README.md", "CONTRIBUTING.md", .. Folder("docs", "*.md"),
    ];

    public static TheoryData<string> Files => [.. Documents];

    private static IEnumerable<string> Folder(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Checkout.Folder, folder), pattern)
            .Select(file => $"{folder}/{Path.GetFileName(file)}").Order();

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_line_of_a_document_is_one_that_the_program_takes(string file) => AllParse(Of(file));

    [Fact]
    public void Most_documents_show_commands() =>
        Assert.InRange(Documents.Count(file => Of(file).Any()), 8, Documents.Length);

    [Theory]
    [InlineData("actormigrate migrate --no-such-flag", false)]
    [InlineData("until ./actormigrate status --target \"$TARGET\" | grep x; do sleep 1; done", true)]
    [InlineData("X=1 actormigrate worker --wait --target 'a b' &  # a comment", true)]
    [InlineData("source <(actormigrate completion bash)", true)]
    [InlineData("actormigrate plan … --jsn > plan.json", false)]
    public void A_wrong_command_line_is_seen(string line, bool isRight)
    {
        var shown = Assert.Single(ShownCommands.OfText("here", line));

        Assert.Equal(isRight, Parse(shown).Count == 0);
    }

    /// <summary>Fails with every command line that the parser does not take.</summary>
    internal static void AllParse(IEnumerable<ShownCommand> commands) =>
        Assert.Empty(commands.SelectMany(shown => Parse(shown).Select(error => $"{shown.File}: {shown.Line}: {error}")));

    private static IEnumerable<ShownCommand> Of(string file) => ShownCommands.OfMarkdown(file, Checkout.Read(file));

    private static List<string> Parse(ShownCommand shown)
    {
        var parsed = new CommandLine(null!, null!).Root().Parse(
            [.. shown.Words], new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        return UsageErrors.Of(parsed) is { } ending ? [ending.Message] : [];
    }
}
