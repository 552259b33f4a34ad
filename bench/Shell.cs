using System.Diagnostics;

namespace ActorMigrate.Bench;

/// <summary>Runs bash scripts.</summary>
internal static class Shell
{
    public static bool Finds(string program) =>
        File.Exists(program)
            || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public static Process Start(string script, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-o", "pipefail", "-c", script])
            { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a script that must succeed; returns what it prints.</summary>
    public static async Task<string> RunAsync(string script, Dictionary<string, string> environment)
    {
        using var process = Start(script, environment);
        return await OutputAsync(process, script);
    }

    public static async Task<string> OutputAsync(Process process, string name)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new FailedException(
                $"{name} ended with {process.ExitCode}:\n{string.Join('\n', (output + await error).Split('\n').TakeLast(20))}");
    }
}

/// <summary>Something that was run for the measurement failed.</summary>
internal sealed class FailedException(string message) : Exception(message);
