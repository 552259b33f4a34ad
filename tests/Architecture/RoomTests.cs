using System.Reflection;
using System.Xml.Linq;

namespace ActorMigrate.Architecture.Tests;

/// <summary>Which room may know which: dependencies point down only, and Coordinator and Transfer meet in the control schema
/// and in the messages of the cluster alone.</summary>
public sealed class RoomTests
{
    private const string Akka = "Akka";

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Migration"] = [],
        ["Postgres"] = ["Migration", "Npgsql"],
        ["Catalog"] = ["Postgres", "Migration", "Npgsql"],
        ["Control"] = ["Postgres", "Migration", "Npgsql"],
        ["Cluster"] = ["Control", "Postgres", "Migration", "Npgsql", Akka],
        ["Validation"] = ["Catalog", "Control", "Postgres", "Migration", "Npgsql"],
        ["Transfer"] = ["Catalog", "Cluster", "Control", "Postgres", "Migration", "Npgsql", Akka],
        ["Coordinator"] = ["Catalog", "Cluster", "Control", "Postgres", "Migration", "Npgsql", Akka],
        ["Host"] =
        [
            "Coordinator", "Transfer", "Validation", "Catalog", "Cluster", "Control", "Postgres", "Migration",
            "Npgsql", Akka, "System.CommandLine", "Spectre.Console", "MailKit", "MimeKit", "OpenTelemetry",
        ],
    };

    public static TheoryData<string> Rooms => new(Arrows.Keys);

    [Fact]
    public void Every_room_is_on_the_map()
    {
        var projects = Repository.Files("src", "*.csproj");

        Assert.Equal(Arrows.Keys.Order(), projects.Select(path => Path.GetFileNameWithoutExtension(path)).Order());
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_what_lies_below_it(string room)
    {
        var used = Load(room).GetReferencedAssemblies().Select(assembly => RoomOf(assembly.Name!))
            .Where(name => !IsFramework(name)).Distinct();

        Assert.Empty(used.Except(Arrows[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_rooms_project_refers_only_to_what_lies_below_it(string room)
    {
        var project = XDocument.Parse(Repository.Read($"src/{room}/{room}.csproj"));
        var referred = project.Descendants("ProjectReference").Concat(project.Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => RoomOf(path.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(path) : path));

        Assert.Empty(referred.Except(Arrows[room]));
    }

    [Fact]
    public void Coordinator_and_Transfer_do_not_know_each_other()
    {
        Assert.DoesNotContain("ActorMigrate.Transfer", Load("Coordinator").GetReferencedAssemblies().Select(assembly => assembly.Name));
        Assert.DoesNotContain("ActorMigrate.Coordinator", Load("Transfer").GetReferencedAssemblies().Select(assembly => assembly.Name));
    }

    [Fact]
    public void The_pure_room_reaches_no_file_no_network_no_database_and_no_clock()
    {
        string[] outside =
            ["System.Net", "System.IO", "System.Data", "System.Threading.Tasks", "System.Diagnostics.Process", "System.TimeProvider"];
        var lines = Repository.Files("src/Migration", "*.cs").SelectMany(path => Repository.Lines(path).Select(line => (path, line)));
        string[] words = ["File.", "Directory.", "Socket", "HttpClient", "Npgsql", "async ", "await ", "TimeProvider", "Stopwatch",
            "Console.", "Environment.", "Random.Shared"];

        Assert.Empty(
            Load("Migration").GetReferencedAssemblies().Where(a => outside.Any(o => a.Name!.StartsWith(o, StringComparison.Ordinal))));
        Assert.Empty(lines.Where(l => !l.line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            && words.Any(w => l.line.Contains(w, StringComparison.Ordinal))));
    }

    private static Assembly Load(string room) =>
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, room == "Host" ? "actormigrate.dll" : $"ActorMigrate.{room}.dll"));

    private static string RoomOf(string assembly) =>
        assembly.StartsWith("ActorMigrate.", StringComparison.Ordinal) ? assembly["ActorMigrate.".Length..]
        : assembly == "Spectre.Console.Ansi" ? "Spectre.Console"
        : assembly.Contains("OpenTelemetry", StringComparison.Ordinal) ? "OpenTelemetry"
        : assembly == Akka || assembly.StartsWith("Akka.", StringComparison.Ordinal) ? Akka
        : assembly;

    private static bool IsFramework(string name) =>
        name != "System.CommandLine"
        && (name is "netstandard" or "mscorlib" || name.StartsWith("System", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
