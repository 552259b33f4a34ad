using System.Text.Json;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Report;

/// <summary>Reads a JSON report that a run wrote. A report of before there was a timeline has an empty one.</summary>
internal static class ReportReader
{
    private const string Remedy =
        "Name a file that a run wrote with --report FILE.json, or the object report of the last line that --json printed.";

    // By reflection: generated code gives null to a property that the file lacks, not the property's own default.
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Returns the report in the file at <paramref name="path"/>.</summary>
    /// <exception cref="RefusedException">It cannot be read, or holds no report that this version knows.</exception>
    public static ReportDocument Read(string path)
    {
        try
        {
            var text = File.ReadAllBytes(path);
            using var parsed = JsonDocument.Parse(text);
            if (VersionOf(parsed.RootElement) is not { } version)
                throw Refused(path, "it holds no field version", null);
            if (version != ReportDocument.CurrentVersion)
                throw Refused(
                    path, $"it has version {version} of the format, and this program knows version {ReportDocument.CurrentVersion}", null);
            RefuseGaps(path, parsed.RootElement);
            return parsed.RootElement.Deserialize<ReportDocument>(Strict) ?? throw Refused(path, "it is empty", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw Refused(path, FileFaults.Cause(path, e), e);
        }
    }

    private static int? VersionOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("version", out var version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number)
            ? number
            : null;

    /// <summary>Refuses a list with null in it, which no run writes and no page could show.</summary>
    private static void RefuseGaps(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in element.EnumerateObject())
                RefuseGaps(path, field.Value);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Null)
                    throw Refused(path, "a list in it holds null", null);
                RefuseGaps(path, item);
            }
        }
    }

    private static RefusedException Refused(string path, string cause, Exception? inner) =>
        new(Outcome.BadUsage, $"The report {path} cannot be read: {cause.TrimEnd('.')}.", Remedy, inner);
}
