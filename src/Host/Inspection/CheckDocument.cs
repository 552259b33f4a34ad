using System.Text.Json.Serialization;
using ActorMigrate.Coordinator.Preflight;

namespace ActorMigrate.Host.Inspection;

/// <summary>The output of <c>check --json</c>.</summary>
internal sealed record CheckDocument(int Version, string Outcome, string Source, string Target, IReadOnlyList<CheckEntry> Checks)
{
    /// <summary>Returns the document of <paramref name="report"/>.</summary>
    public static CheckDocument Of(CheckReport report) => new(
        1, (report.Fails ? Migration.Outcome.Refused : Migration.Outcome.Succeeded).ToString(), report.Source, report.Target,
        [
            .. report.Checks.Select(check => new CheckEntry(
                check.Name, CheckView.Word(check.Level),
                [.. check.Findings.Select(finding => new CheckEntryFinding(
                    CheckView.Word(finding.Level), finding.Object, finding.Objects, finding.Cause, finding.Remedy))])),
        ]);
}

/// <summary>A check of it.</summary>
internal sealed record CheckEntry(string Name, string Level, IReadOnlyList<CheckEntryFinding> Findings);

/// <summary>The findings of a check.</summary>
internal sealed record CheckEntryFinding(string Level, string Object, IReadOnlyList<string> Objects, string Cause, string Remedy);

/// <summary>Its JSON form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckDocument))]
internal sealed partial class CheckJson : JsonSerializerContext;
