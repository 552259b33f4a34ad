using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ActorMigrate.Host.Tests;

/// <summary>The program as a process of its own.</summary>
public class ProgramTests
{
    // Tests that were started in the background ignore SIGINT, and what they start would, too.
    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        "env",
        [
            "--default-signal=INT",
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            Path.Combine(AppContext.BaseDirectory, "actormigrate.dll"), .. arguments,
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<(int ExitCode, string Out, string Error)> EndOf(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var (exitCode, output, error) = await EndOf(Start("--version"));

        Assert.Equal(0, exitCode);
        Assert.Matches(@"^actormigrate \d+\.\d+\.\d+[^\s,]*(, commit [0-9a-f]{12}(, modified)?)?\s*$", output);
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_it_cleanly(string signal)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var process = Start(
            "migrate", "--source", $"postgresql://u:s3cret@127.0.0.1:{port}/a", "--target", $"postgresql://u:s3cret@127.0.0.1:{port}/b");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var connection = await silent.AcceptTcpClientAsync(limit.Token);

        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync();

        var (exitCode, output, error) = await EndOf(process);
        Assert.Equal(5, exitCode);
        Assert.Contains("Stopping cleanly", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", output + error, StringComparison.Ordinal);
    }
}
