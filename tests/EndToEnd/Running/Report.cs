using System.Globalization;
using System.Text.Json;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Reads what the program wrote for programs, and checks it against its documentation in <c>docs/</c>.</summary>
internal static class Report
{
    private static readonly Lazy<JsonSchema> Schema =
        new(() => new JsonSchema(Read(Path.Combine(Checkout.Folder, "docs", "report.schema.json"))));

    /// <summary>The report of a run, which must be valid by its schema, and must have every documented
    /// field, of its documented type, and no other.</summary>
    public static JsonElement ShouldBeDocumented(JsonElement report, int exitCode)
    {
        Assert.Empty(Schema.Value.Errors(report));
        var documented = DocumentedFields();
        var found = Leaves(report, "").ToList();
        foreach (var (path, value) in found)
        {
            Assert.True(documented.TryGetValue(path, out var type), $"{path} is not documented");
            Assert.True(Fits(value, type), $"{path} is {value.GetRawText()}, but documented as {type}");
        }

        // A list that is empty shows no fields.
        foreach (var path in documented.Keys.Where(path => !path.Contains("[]", StringComparison.Ordinal)))
            Assert.Contains(path, found.Select(leaf => leaf.Path));
        Assert.Equal(exitCode, report.GetProperty("exitCode").GetInt32());
        return report;
    }

    /// <summary>The report in a file.</summary>
    public static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    /// <summary>The events that a run with <c>--json</c> printed, each a documented one, the last of them its end; their report.</summary>
    public static JsonElement EventsShouldBeDocumented(string output, int exitCode)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "cli.md"));
        var events = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        foreach (var happened in events)
        {
            Assert.Contains($"| `{happened.GetProperty("event").GetString()}` |", text, StringComparison.Ordinal);
            Assert.True(DateTimeOffset.TryParse(happened.GetProperty("at").GetString(), CultureInfo.InvariantCulture, out _));
        }

        Assert.Equal("ended", events[^1].GetProperty("event").GetString());
        Assert.Single(events, happened => happened.GetProperty("event").GetString() == "ended");
        return ShouldBeDocumented(events[^1].GetProperty("report"), exitCode);
    }

    /// <summary>The table of that name in a report.</summary>
    public static JsonElement Table(this JsonElement report, string name) =>
        Assert.Single(report.GetProperty("tables").EnumerateArray(), table => table.GetProperty("name").GetString() == name);

    private static Dictionary<string, string> DocumentedFields() => File.ReadLines(Path.Combine(Checkout.Folder, "docs", "report.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);

    private static IEnumerable<(string Path, JsonElement Value)> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            element.EnumerateObject().SelectMany(field => Leaves(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Leaves(item, path + "[]")),
        _ => [(path, element)],
    };

    private static bool Fits(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Null => type.EndsWith("or null", StringComparison.Ordinal),
        JsonValueKind.String => type.StartsWith("string", StringComparison.Ordinal),
        JsonValueKind.True or JsonValueKind.False => type.StartsWith("boolean", StringComparison.Ordinal),
        JsonValueKind.Number => type.StartsWith("number", StringComparison.Ordinal)
            || (type.StartsWith("integer", StringComparison.Ordinal) && value.TryGetInt64(out _)),
        _ => false,
    };
}
