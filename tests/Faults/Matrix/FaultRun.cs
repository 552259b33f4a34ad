namespace ActorMigrate.Faults.Tests.Matrix;

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

    private FaultRun()
    {
    }

    /// <summary>The output of the run.</summary>
    public EventLines Lines { get; } = new();

    /// <summary>Its exit code, when it has ended; 137 when it was killed.</summary>
    public Task<int> Ended { get; private set; } = null!;

    /// <summary>The process, where it is one of its own.</summary>
    public CliProcess? Process { get; private set; }

    /// <summary>Everything that it printed.</summary>
    public string Printed => Lines.Text + errors;

    /// <summary>Everything that it printed, when it has ended.</summary>
    public async Task<string> PrintedInTheEndAsync()
    {
        await Ended;
        return Printed;
    }

    /// <summary>Starts a command.</summary>
    public static FaultRun Start(bool asProcess, params string[] arguments) => Start(asProcess, [], arguments);

    /// <summary>Starts a command with further variables of its environment.</summary>
    public static FaultRun Start(bool asProcess, Dictionary<string, string> more, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(Quick);
        foreach (var (name, value) in more)
            environment[name] = value;
        var run = new FaultRun();
        if (asProcess)
            run.StartProcess(arguments, environment);
        else
            run.Ended = Task.Run(() => Cli.RunAsync(arguments, environment, run.Lines, run.errors, CancellationToken.None));
        return run;
    }

    /// <summary>Sends a signal to its process, if that has not ended.</summary>
    public Task SignalAsync(string signal) => Process!.TrySignalAsync(signal);

    private void StartProcess(string[] arguments, Dictionary<string, string> environment)
    {
        Process = CliProcess.Start(arguments, environment, Lines);
        Ended = EndAsync(Process);

        async Task<int> EndAsync(CliProcess process)
        {
            var ended = await process.EndAsync();
            await errors.WriteAsync(ended.Error);
            return ended.ExitCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        await errors.DisposeAsync();
    }
}
