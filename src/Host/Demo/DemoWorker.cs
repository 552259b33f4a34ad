using System.Diagnostics;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Demo;

/// <summary>A worker of the demonstration, as a process of its own. The worker ends with this process, because it reads the end of its
/// standard input: the kernel closes the pipe even after kill -9. Where there is <c>setsid</c>, the worker has a process session of its
/// own, so that a ^C in the terminal does not reach it.</summary>
internal sealed class DemoWorker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly Task<string> _output;
    private bool _killed;

    private DemoWorker(string name, Process process)
    {
        (Name, _process, Id) = (name, process, process.Id);
        (_error, _output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
    }

    /// <summary>The name of its node.</summary>
    public string Name { get; }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Starts a worker between two databases; it waits for the migration to begin.</summary>
    public static DemoWorker Start(string name, string source, string target, IEnumerable<string> flags)
    {
        string[] words = [.. OwnProgram.Words, "worker", "--wait", "--until-input-ends", "--node-name", name, "--progress", "none",
            "--log-level", "off", .. flags];
        if (File.Exists("/usr/bin/setsid"))
            words = ["/usr/bin/setsid", .. words];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The user's environment is about other databases.
        foreach (var variable in start.Environment.Keys.Where(IsAboutDatabases).ToList())
            start.Environment.Remove(variable);
        // Not as arguments, which every user of the machine can see.
        start.Environment["ACTORMIGRATE_SOURCE"] = source;
        start.Environment["ACTORMIGRATE_TARGET"] = target;
        return new DemoWorker(name, Process.Start(start)!);
    }

    /// <summary>Kills it with SIGKILL: nothing in it runs any more, its sessions just break.</summary>
    public void Kill()
    {
        _killed = true;
        End();
    }

    /// <summary>Returns how it ended where that was by itself and not with the migration's <paramref name="outcome"/>, or null.</summary>
    public async Task<string?> EarlyEndAsync(Outcome outcome)
    {
        if (_killed || !_process.HasExited || _process.ExitCode == 0 || _process.ExitCode == (int)outcome)
            return null;
        var said = (await _error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return $"{Name} did not stay to the end: its process ended with exit code {_process.ExitCode}. {string.Join(' ', said)}".TrimEnd();
    }

    /// <summary>Ends it at once; a worker that has ended with the migration is gone already.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await _process.WaitForExitAsync();
        await ((Task)Task.WhenAll(_error, _output)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    internal void End()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static bool IsAboutDatabases(string variable) =>
        variable.StartsWith("PG", StringComparison.Ordinal)
        || (variable.StartsWith("ACTORMIGRATE_", StringComparison.Ordinal) && variable != "ACTORMIGRATE_CACHE");
}
