using System.CommandLine;
using ActorMigrate.Host.Commands;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Documentation;

/// <summary>The reference of the command line is written from the commands themselves.</summary>
public class CliReferenceTests
{
    private const string Path = "docs/cli-reference.md";
    private const string Writes = "ACTORMIGRATE_WRITE_DOCS";
    private const int Width = 120;

    /// <summary>With the variable, the page is written anew instead of compared.</summary>
    [Fact]
    public void The_reference_says_what_the_help_of_each_command_says()
    {
        var file = System.IO.Path.Combine(Checkout.Folder, Path);
        var wanted = Page();
        if (Environment.GetEnvironmentVariable(Writes) == "1")
            File.WriteAllText(file, wanted);

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == wanted,
            $"{Path} is not what the program says. To write it anew: {Writes}=1 ./test Host");
    }

    private static string Page()
    {
        var root = new CommandLine(null!, null!).Root();
        using var page = new StringWriter { NewLine = "\n" };
        page.WriteLine("# Reference of the command line");
        page.WriteLine();
        page.WriteLine(
            $"Written from the program itself; do not edit it, but `{Writes}=1 ./test Host` writes it anew. "
                + "[cli.md](cli.md) explains the commands, and lists each setting with its key, variable and allowed values.");
        Section(page, "actormigrate", root);
        foreach (var command in HelpTexts.Commands.SelectMany(group => group.Names))
            Section(page, $"actormigrate {command}", root.Subcommands.Single(one => one.Name == command));
        return page.ToString();
    }

    private static void Section(StringWriter page, string title, Command command)
    {
        page.WriteLine();
        page.WriteLine($"## {title}");
        page.WriteLine();
        page.WriteLine("```help");
        new HelpPage(command, Width).Write(page);
        page.WriteLine("```");
    }
}
