using System.Diagnostics;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The shell process (supervise.sh) that owns one server. The shell has a process session of its own, so that a ^C in the terminal
/// does not reach it. It ends with this process, because it reads the end of its standard input: the kernel closes the pipe even after kill
/// -9.</summary>
internal sealed class ServerSupervisor : IAsyncDisposable
{
    // Given by the environment rather than as an argument, which would fill the process list.
    private const string ScriptVariable = "ACTORMIGRATE_SUPERVISE";

    private static readonly Lazy<string> Script = new(() =>
    {
        using var stream = typeof(ServerSupervisor).Assembly.GetManifestResourceStream("supervise.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    private readonly Process _process;
    private readonly TimeSpan _deadline;

    private ServerSupervisor(Process process, TimeSpan deadline) => (_process, _deadline) = (process, deadline);

    /// <summary>Starts the supervisor, which makes <paramref name="folder"/> with a copy of the template's data in it.</summary>
    public static async Task<ServerSupervisor> StartAsync(
        string folder, ServerTemplate template, ServerBinaries binaries, TimeSpan deadline, CancellationToken cancellation)
    {
        var words = ServerAccount.Current.Words(
            "sh", "-c", $"eval \"${ScriptVariable}\"", "actormigrate-server", folder, template.Folder, binaries.Postgres);
        if (Command.Exists("setsid"))
            words = ["setsid", .. words];
        var start = Command.StartInfo(words);
        start.Environment[ScriptVariable] = Script.Value;
        var process = Process.Start(start)!;
        var supervisor = new ServerSupervisor(process, deadline);
        try
        {
            if (await supervisor.AnswerAsync(cancellation) != "prepared")
                throw new InvalidOperationException("unexpected answer");
            return supervisor;
        }
        catch
        {
            var error = process.HasExited ? await process.StandardError.ReadToEndAsync(CancellationToken.None) : "";
            await supervisor.DisposeAsync();
            if (error.Length > 0)
                throw new IOException($"The folder {folder} of a throwaway server cannot be made: {error.Trim()}");
            throw;
        }
    }

    /// <summary>Sends one command and returns its answer.</summary>
    public async Task<string> AskAsync(string command, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        return await AnswerAsync(cancellation);
    }

    /// <summary>Stops the server at once and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(_deadline);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string> AnswerAsync(CancellationToken cancellation)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(_deadline, cancellation);
        if (line is not null)
            return line;
        await _process.WaitForExitAsync(cancellation);
        throw new IOException("The supervisor of a throwaway server is gone.");
    }
}
