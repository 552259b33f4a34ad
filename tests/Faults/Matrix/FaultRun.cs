using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Composition;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests;

/// <summary>One command of the program, within this process or as one of its own, with its events as they come.</summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Quick = new()
    {
        ["ACTORMIGRATE_MIN_BACKOFF"] = "100 ms",
        ["ACTORMIGRATE_MAX_BACKOFF"] = "2 s",
        ["ACTORMIGRATE_POLL_INTERVAL"] = "500 ms",
        ["ACTORMIGRATE_STALL_TIMEOUT"] = "6 s",
        ["ACTORMIGRATE_COPY_BUFFER"] = "64 KiB",
    };

    private readonly StringWriter errors = new();

    private FaultRun(EventLines lines) => Lines = lines;

    /// <summary>What it prints.</summary>
    public EventLines Lines { get; }

    /// <summary>Its exit code, when it has ended; 137 when it was killed.</summary>
    public Task<int> Ended { get; private set; } = null!;

    /// <summary>The process, where it is one of its own.</summary>
    public CliProcess? Process { get; private set; }

    /// <summary>Everything that it printed.</summary>
    public string Printed => Lines.Text + errors;

    /// <summary>Starts a command.</summary>
    public static FaultRun Start(bool asProcess, params string[] arguments)
    {
        var run = new FaultRun(new EventLines());
        if (asProcess)
            run.StartProcess(arguments);
        else
            run.Ended = Task.Run(() => run.RunHereAsync(arguments));
        return run;
    }

    private void StartProcess(string[] arguments)
    {
        Process = CliProcess.Start(arguments, Quick, Lines);
        Ended = EndAsync(Process);

        async Task<int> EndAsync(CliProcess process)
        {
            var ended = await process.EndAsync();
            await errors.WriteAsync(ended.Error);
            return ended.ExitCode;
        }
    }

    private Task<int> RunHereAsync(string[] arguments) => CommandLine.RunAsync(
        arguments, Parts.Runners,
        new Surroundings
        {
            Out = TextWriter.Synchronized(Lines),
            Error = TextWriter.Synchronized(errors),
            OutIsTerminal = false,
            ErrorIsTerminal = false,
            TerminalSize = () => (120, 40),
            Environment = Quick,
            Time = TimeProvider.System,
            Processors = 2,
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        await errors.DisposeAsync();
    }
}
