using System.Text.Json;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Inspection;

/// <summary>Reads a plan that <c>plan --json</c> wrote to a file, as far as a migration has to keep it.</summary>
internal static class PlanFile
{
    private const string Remedy = "Give a file that actormigrate plan … --json > FILE has written.";

    /// <summary>The parts of the file that are read.</summary>
    internal sealed record Contents(int Version, ReviewedPlan? Review);

    /// <summary>Returns the plan in the file.</summary>
    /// <exception cref="RefusedException">The file cannot be read, is not a plan, or is one of another version of ActorMigrate.</exception>
    public static ReviewedPlan Read(string path)
    {
        var contents = Parse(path);
        if (contents is { Version: PlanDocument.CurrentVersion, Review: { } review })
            return review;
        if (contents.Version < 1)
            throw new RefusedException(Outcome.BadUsage, $"The file {path} is not a plan.", Remedy);
        throw new RefusedException(
            contents.Version == PlanDocument.CurrentVersion
                ? $"The plan in {path} was made by a version of actormigrate whose plans cannot be compared: it lacks 'review'."
                : $"The plan in {path} is of version {contents.Version} of its format, and this actormigrate reads version "
                    + $"{PlanDocument.CurrentVersion}.",
            "Review a plan of this version: actormigrate plan … --json > FILE.");
    }

    private static Contents Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), PlanJson.Default.Contents) ?? new Contents(0, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The plan in {path} cannot be read", path, unreadable);
        }
        catch (JsonException broken)
        {
            throw Refused($"The file {path} is not a plan", path, broken);
        }
    }

    private static RefusedException Refused(string fault, string path, Exception cause) =>
        new(Outcome.BadUsage, $"{fault}: {FileFaults.Cause(path, cause)}.", Remedy, cause);
}
