namespace ActorMigrate.EndToEnd.Tests.Telemetry;

/// <summary>A copy of the program in which some assemblies cannot be loaded. Disposing removes it.</summary>
internal sealed class BrokenProgram : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("actormigrate-broken-");

    /// <summary>Makes one in which no assembly can be loaded whose name has <paramref name="part"/> in it.</summary>
    public BrokenProgram(string part)
    {
        foreach (var file in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            var copy = Path.Combine(folder.FullName, name);
            if (name.Contains(part, StringComparison.Ordinal))
                File.WriteAllText(copy, "no assembly");
            // The program's folder is where its own file is, and not where a link leads.
            else if (name.StartsWith("actormigrate", StringComparison.Ordinal))
                File.Copy(file, copy);
            else
                File.CreateSymbolicLink(copy, file);
        }
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<CommandRun> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        await using var process = CliProcess.Start(arguments, environment, program: Path.Combine(folder.FullName, "actormigrate.dll"));
        return await process.EndAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);
}
