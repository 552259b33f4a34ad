using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate version</c>: tells which program this is: number, commit, package and runtime.</summary>
internal static class VersionCommand
{
    public static Command Of(Surroundings surroundings)
    {
        var command = new Command("version", "Print the version, its commit, its package and its runtime.");
        command.SetAction(_ =>
        {
            surroundings.Out.Write(Words(ToolVersion.OfProgram, PackageOf(typeof(VersionCommand).Assembly)));
            surroundings.Out.Flush();
            return (int)Outcome.Succeeded;
        });
        return command;
    }

    /// <summary>Returns the lines of the command.</summary>
    internal static string Words(ToolVersion version, string? package)
    {
        var commit = version.Commit is { } known
            ? known + (version.IsModified ? ", and changes that were not committed" : "")
            : "unknown: not built for publishing, or built outside of git";
        return $"""
            actormigrate {version.Number}
            commit   {commit}
            package  {package ?? "none: built from a checkout"}
            runtime  {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}

            """;
    }

    private static string? PackageOf(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(one => one.Key == "Package")?.Value;
}
