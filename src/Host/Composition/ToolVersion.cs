using System.Reflection;

namespace ActorMigrate.Host.Composition;

/// <summary>The version of the tool, which all nodes of a migration share.</summary>
internal static class ToolVersion
{
    public static string Own { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
