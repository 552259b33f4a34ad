using System.ComponentModel;
using System.Diagnostics;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The end of a short-lived program.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs a short-lived program to its end.</summary>
internal static class Command
{
    public static ProcessStartInfo StartInfo(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        // Messages are read by this program and shown to people who search for them.
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    public static CommandResult Run(IReadOnlyList<string> words)
    {
        try
        {
            using var process = Process.Start(StartInfo(words))!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new CommandResult(process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception notStarted)
        {
            return new CommandResult(127, "", notStarted.Message);
        }
    }

    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation, string input = "")
    {
        using var process = Process.Start(StartInfo(words))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/sbin"])
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
