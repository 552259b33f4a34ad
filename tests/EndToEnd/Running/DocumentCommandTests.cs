using System.Text.RegularExpressions;
using ActorMigrate.EndToEnd.Tests.Nodes;
using ActorMigrate.Host.Tests.Documentation;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Runs the commands that the reference pages show, in the order of each page. TutorialPageTests and OperationsPageTests run those
/// of their pages; the others are parsed (ShownCommandTests).</summary>
public sealed partial class DocumentCommandTests : IDisposable
{
    // Each name that a page mentions is there.
    private const string Content = """
        CREATE TABLE item (id int PRIMARY KEY);
        INSERT INTO item SELECT generate_series(1, 10);
        CREATE SCHEMA shop;
        CREATE TABLE shop.purchase (id int PRIMARY KEY);
        CREATE TABLE shop.audit_log (id int);
        CREATE TABLE shop.sessions (id int);
        CREATE SCHEMA app;
        CREATE TABLE app.thing (id int PRIMARY KEY);
        CREATE TABLE app.only_in_18 (id int);
        CREATE SCHEMA audit;
        CREATE TABLE audit.entry (id int);
        CREATE SCHEMA a;
        CREATE TABLE a.x (id int);
        CREATE SCHEMA b;
        CREATE TABLE b.y (id int);
        CREATE ROLE alice;
        CREATE ROLE bob;
        CREATE ROLE app_owner;
        CREATE ROLE app_reader;
        """;

    // Those that steer need a migration that runs, and have a test of their own; the others need a person, or are run elsewhere.
    private static readonly string[] Elsewhere =
        ["demo", "worker", "dashboard", "resume", "cleanup", "status", "pause", "continue", "set", "drain", "stop"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-documents-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("README.md", 3)]
    [InlineData("docs/check.md", 3)]
    [InlineData("docs/cli.md", 18)]
    [InlineData("docs/coming-from.md", 1)]
    [InlineData("docs/plan.md", 2)]
    [InlineData("docs/report.md", 4)]
    public async Task Every_command_of_a_page_works(string page, int least)
    {
        // The names of roles are the pages', and belong to the whole server.
        await using var own = await TestServer.StartOwnAsync();
        var server = TestServer.Of(own);
        await using var source = await TestDatabase.CreateAsync(server, new TestDatabaseOptions { Name = "old" });
        await source.ExecuteAsync(Content);
        var commands = Of(page).Where(command => !Elsewhere.Contains(command.Words[0])).ToList();
        Assert.InRange(commands.Count, least, 99);
        var target = await TestDatabase.CreateAsync(server, new TestDatabaseOptions { Name = "new0" });
        // A page may render the report of a run that it does not show.
        Assert.Equal(0, (await Cli.MigrateAsync(source, target, "--report", Path.Combine(_folder.FullName, "shop.json"))).ExitCode);

        foreach (var (command, number) in commands.Select((command, number) => (command, number + 1)))
        {
            // Rows alone go where the command before has made the tables.
            if (!command.Words.Contains("--data-only"))
                target = await TestDatabase.CreateAsync(server, new TestDatabaseOptions { Name = $"new{number}" });
            var run = await Cli.RunAsync([.. WordsOf(command, source.Noted().Uri, target.Noted().Uri)]);
            Assert.True(run.ExitCode == 0, $"{command.Line}\n{run.Printed}");
            if (Redirection().Match(command.Line) is { Success: true } into)
                await File.WriteAllTextAsync(Path.Combine(_folder.FullName, into.Groups[1].Value), run.Out);
        }
    }

    [Fact]
    public async Task Every_command_that_steers_works_while_a_migration_runs()
    {
        await using var scene = await Scene.SetAsync();
        await using var crew = new Crew(scene);
        var coordinator = crew.Coordinator("--node-name", "first");
        await scene.Gate.WaitForCopyAsync();
        var worker = crew.Worker("--node-name", "db7");
        await crew.MembersAsync(2);
        string[] steering = ["pause", "continue", "set", "drain", "stop"];
        var commands = Of("docs/cli.md").Where(command => steering.Contains(command.Words[0])).ToList();
        Assert.Equal(steering.Order(), commands.Select(command => command.Words[0]).Distinct().Order());

        foreach (var command in commands)
        {
            var run = await Cli.RunAsync([.. WordsOf(command, scene.Source.Uri, scene.Target.Uri)]);
            Assert.True(run.ExitCode == 0, $"{command.Line}\n{run.Printed}");
        }

        await scene.Gate.OpenAsync();
        Assert.Equal(5, (await coordinator.EndAsync()).ExitCode);
        Assert.Contains((await worker.EndAsync()).ExitCode, new[] { 0, 5 });
        await Crew.ShouldSucceedAsync(crew.Resume("--new-snapshot"));
        await scene.ShouldBeExactAsync();
    }

    /// <summary>The words of a command with the databases in the place of what a page writes for them, and files in the test's
    /// folder.</summary>
    private List<string> WordsOf(ShownCommand command, string source, string target)
    {
        List<string> words = [.. command.Words];
        foreach (var (flag, uri) in ((string, string)[])[("--source", source), ("--target", target)])
        {
            if (words.IndexOf(flag) is >= 0 and var at)
                words[at + 1] = uri;
            else if (words[0] is "migrate" or "plan")
                words.AddRange([flag, uri]);
        }

        return [.. words.Select(word => FileName().IsMatch(word) ? Path.Combine(_folder.FullName, word) : word)];
    }

    private static IEnumerable<ShownCommand> Of(string page) => ShownCommands.OfMarkdown(page, File.ReadAllText(Path.Combine(Root, page)));

    private static string Root => Checkout(AppContext.BaseDirectory);

    private static string Checkout(string folder) =>
        File.Exists(Path.Combine(folder, "ActorMigrate.sln")) ? folder : Checkout(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^[a-z]+\.(?:json|html|md)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"> ([a-z]+\.json)\b")]
    private static partial Regex Redirection();
}
