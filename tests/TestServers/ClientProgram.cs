using System.Diagnostics;

namespace ActorMigrate.TestServers;

/// <summary>PostgreSQL's client programs, which the tests use as oracles.</summary>
public static class ClientProgram
{
    /// <summary>The path of the newest installed one of that name.</summary>
    public static string Find(string name)
    {
        var versioned = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var major) ? major : 0)
            : Enumerable.Empty<string>();
        return versioned.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is not installed. Run ./test, or: apt-get install postgresql-client");
    }

    /// <summary>Runs one to its end and returns its output; an exit code other than 0 is an error with what it printed.</summary>
    public static async Task<string> RunAsync(string name, IReadOnlyList<string> arguments, string? password = null)
    {
        var start = new ProcessStartInfo(Find(name), arguments)
            { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PGPASSWORD"] = password;
        start.Environment["PGCLIENTENCODING"] = "UTF8";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {await error}");
    }
}
