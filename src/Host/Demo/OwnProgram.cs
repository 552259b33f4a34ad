namespace ActorMigrate.Host.Demo;

/// <summary>Starts this program once more.</summary>
internal static class OwnProgram
{
    /// <summary>The words that begin its command line: the program, or the runtime and the program's assembly.</summary>
    public static IReadOnlyList<string> Words { get; } = Find();

    private static string[] Find()
    {
        var process = Environment.ProcessPath;
        var assembly = Path.Combine(AppContext.BaseDirectory, "actormigrate.dll");
        if (process is not null && Path.GetFileNameWithoutExtension(process) == "actormigrate")
            return [process];
        var runtime = process is not null && Path.GetFileNameWithoutExtension(process) == "dotnet" ? process : "dotnet";
        return [runtime, "exec", assembly];
    }
}
