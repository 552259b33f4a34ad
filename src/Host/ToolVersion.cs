using System.Reflection;

namespace ActorMigrate.Host;

/// <summary>The number of a version, and the commit of a build, which is null for a build outside of git or for the tests.</summary>
internal sealed record ToolVersion(string Number, string? Commit, bool IsModified)
{
    private const string ModifiedMark = ".modified";
    private const int ShortCommit = 12;

    /// <summary>The version of this program.</summary>
    public static ToolVersion OfProgram { get; } = Parse(
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <summary>The number that all nodes of a migration share. Builds of one version work together.</summary>
    public static string Own => OfProgram.Number;

    /// <summary>Reads an assembly's informational version: the number, and the commit behind a plus sign.</summary>
    public static ToolVersion Parse(string informational)
    {
        var (number, build) = informational.Split('+', 2) is [var before, var after] ? (before, after) : (informational, "");
        var isModified = build.EndsWith(ModifiedMark, StringComparison.Ordinal);
        var commit = isModified ? build[..^ModifiedMark.Length] : build;
        return new ToolVersion(number, commit.Length == 0 ? null : commit, isModified);
    }

    /// <summary>Returns the line of <c>--version</c>.</summary>
    public override string ToString() => $"actormigrate {Number}"
        + (Commit is null ? "" : $", commit {Commit[..Math.Min(ShortCommit, Commit.Length)]}") + (IsModified ? ", modified" : "");
}
