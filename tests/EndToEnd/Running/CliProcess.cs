using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>The program as a process of its own. Disposing kills it if it still runs.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private CliProcess(Process process, TextWriter? copy)
    {
        this.process = process;
        process.StandardInput.Close();
        output = copy is null ? process.StandardOutput.ReadToEndAsync() : ReadAsync(process.StandardOutput, copy);
        error = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Starts it with these arguments; variables of the test's own environment that speak of PostgreSQL or of telemetry are not
    /// handed on.
    /// What it prints on standard output goes to <paramref name="copyOfOutput"/> as it comes, too. It runs in the network namespace
    /// <paramref name="networkNamespace"/>, where one is named; <paramref name="program"/> is another copy of it. It may open no more than
    /// <paramref name="openFiles"/>, where that is given. It begins with the signal <paramref name="ignored"/> ignored, as by
    /// nohup.</summary>
    public static CliProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, TextWriter? copyOfOutput = null,
        string? networkNamespace = null, string? program = null, int? openFiles = null, string? ignored = null)
    {
        program ??= Path.Combine(AppContext.BaseDirectory, "actormigrate.dll");
        var runtime = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        // Tests that were started in the background, or by nohup, ignore these signals, and what they start would, too.
        string[] words = ["env", "--default-signal=INT,HUP", .. Ignoring(ignored), runtime, "exec", program, .. arguments];
        if (networkNamespace is not null)
            words = ["ip", "netns", "exec", networkNamespace, .. words];
        if (openFiles is { } most)
            words = ["sh", "-c", $"ulimit -n {most}; exec \"$@\"", "sh", .. words];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(
            name => name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("ACTORMIGRATE_", StringComparison.Ordinal)
                || name.StartsWith("OTEL_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new CliProcess(Process.Start(start)!, copyOfOutput);
    }

    private static string[] Ignoring(string? signal) => signal is null ? [] : [$"--ignore-signal={signal}"];

    /// <summary>Runs it to its end.</summary>
    public static async Task<CommandRun> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var process = Start(arguments, environment);
        return await process.EndAsync();
    }

    /// <summary>Sends it a signal, such as <c>INT</c>.</summary>
    public async Task SignalAsync(string signal) => Assert.True(await TrySignalAsync(signal), $"It has ended before {signal}.");

    /// <summary>Sends it a signal. False when it has ended already, which it may do at any moment.</summary>
    public async Task<bool> TrySignalAsync(string signal)
    {
        string[] arguments = ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)];
        using var kill = Process.Start(new ProcessStartInfo("kill", arguments) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
        Assert.True(kill.ExitCode == 0 || process.HasExited, await kill.StandardError.ReadToEndAsync());
        return kill.ExitCode == 0;
    }

    /// <summary>The command lines of its children.</summary>
    public string CommandLinesOfChildren()
    {
        var children = Threads(process.Id)
            .SelectMany(thread => Read(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return string.Join('\n', children.Select(child => Read($"/proc/{child}/cmdline").Replace('\0', ' ')));
    }

    /// <summary>Its own command line and those of its children.</summary>
    public string CommandLines() => Read($"/proc/{process.Id}/cmdline").Replace('\0', ' ') + "\n" + CommandLinesOfChildren();

    /// <summary>Waits for its end.</summary>
    public async Task<CommandRun> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience.ForARun);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // Handed on as it comes: a process that is killed may leave half a line.
    private static async Task<string> ReadAsync(StreamReader output, TextWriter copy)
    {
        var all = new StringBuilder();
        var buffer = new char[4096];
        while (await output.ReadAsync(buffer) is > 0 and var length)
        {
            var part = new string(buffer, 0, length);
            all.Append(part);
            await copy.WriteAsync(part);
        }

        return all.ToString();
    }

    // The process may end between being seen and being read, and so may a child.
    private static string[] Threads(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
