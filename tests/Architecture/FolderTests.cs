using System.Text.RegularExpressions;

namespace ActorMigrate.Architecture.Tests;

/// <summary>The folders of a room: namespaces follow them, and arrows between them point down.</summary>
public sealed partial class FolderTests
{
    // From what others use to what uses them. Folders of one layer may use each other; a room's top may use and be used by all.
    private static readonly Dictionary<string, string[][]> Layers = new()
    {
        ["Migration"] =
        [
            ["Objects"], ["Options"], ["Failures"], ["Phases"], ["Planning"], ["Budgets"], ["Liveness"], ["Directing"], ["Summary"],
        ],
        ["Postgres"] = [["Connection"], ["Session"], ["Facts"], ["Snapshot"], ["LocalServers"]],
        ["Control"] = [["Plan"], ["Migrations"], ["Tasks"], ["Nodes"], ["Status"]],
        ["Catalog"] =
        [
            [
                "Constraints", "Copying", "Drafts", "Extensions", "Foreign", "Functions", "Indexes", "Inspection",
                "LargeObjects", "Objects",
                "Operators", "Privileges", "Reading", "Renaming", "Roles", "Scope", "Sequences", "Tables", "Types",
            ],
            ["Planning"],
        ],
        ["Coordinator"] =
        [
            ["Planning"], ["Preflight", "Preflight/Checks"], ["Snapshot"], ["Directing"], ["Membership"], ["Phases"],
            ["Summary"], ["Actors"],
            ["Joining"], ["Cleaning"], ["Resuming"],
        ],
        ["Transfer"] = [["Stalls"], ["Copy"], ["Statements"], ["Actors"]],
        ["Validation"] = [["Definitions"], ["Rows"]],
        ["Cluster"] = [["Security"], ["Placement", "Wire"], ["Membership"], ["Telemetry"]],
        ["Host"] =
        [
            ["Wording"], ["Settings"], ["Progress"], ["Terminal"], ["Report", "Report/Rendering"], ["Summary"], ["Inspection"],
            ["Notifications"], ["Telemetry"], ["Dashboard"], ["Demo"], ["Nodes"], ["Commands"], ["Composition"],
        ],
    };

    public static TheoryData<string> Rooms => new(Layers.Keys);

    [Fact]
    public void Namespaces_of_the_source_follow_folders() =>
        Assert.Empty(Repository.Files("src", "*.cs").Where(path => NamespaceOf(path) is { } declared && declared != Wanted(path)));

    [Fact]
    public void Namespaces_of_the_tests_follow_folders() =>
        Assert.Empty(Repository.Files("tests", "*.cs").Where(path => NamespaceOf(path) is { } declared && declared != WantedOfTest(path)));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Arrows_between_the_folders_of_a_room_point_down(string room)
    {
        var wrong = Repository.Files("src/" + room, "*.cs").SelectMany(path => Used(path, room).Select(used => (path, used)))
            .Where(arrow => LayerOf(room, FolderOf(arrow.path)) is { } user && LayerOf(room, arrow.used) is { } used && used > user);

        Assert.Empty(wrong.Select(arrow => $"{arrow.path} uses {arrow.used}"));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Every_folder_of_a_room_has_a_layer(string room)
    {
        var folders = Repository.Files("src/" + room, "*.cs").Select(FolderOf).Where(folder => folder.Length > 0).Distinct();

        Assert.Equal(Layers[room].SelectMany(layer => layer).Order(), folders.Order());
    }

    private static int? LayerOf(string room, string folder) =>
        Array.FindIndex(Layers[room], layer => layer.Contains(folder)) is >= 0 and var found ? found : null;

    private static IEnumerable<string> Used(string path, string room) => UsingOf().Matches(Repository.Read(path))
        .Select(match => match.Groups[1].Value)
        .Where(name => name.StartsWith(room + ".", StringComparison.Ordinal))
        .Select(name => name[(room.Length + 1)..].Replace('.', '/'));

    // src/Room/Folder/File.cs
    private static string FolderOf(string path) => string.Join('/', path.Split('/')[2..^1]);

    private static string Wanted(string path) => "ActorMigrate." + string.Join('.', path.Split('/')[1..^1]);

    // tests/Room/Folder/File.cs. The project that gives tests their databases is no tests itself.
    private static string WantedOfTest(string path)
    {
        var folders = path.Split('/')[1..^1];
        var project = folders[0] == "TestServers" ? folders[0] : folders[0] + ".Tests";
        return string.Join('.', ["ActorMigrate", project, .. folders[1..]]);
    }

    private static string? NamespaceOf(string path) =>
        Declared().Match(Repository.Read(path)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^using (?:static )?ActorMigrate\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingOf();
}
