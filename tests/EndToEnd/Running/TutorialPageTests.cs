using System.Diagnostics;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Runs docs/tutorial.md from its first command to its last one, in one shell, as its reader does.</summary>
public sealed class TutorialPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-tutorial-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_command_of_the_tutorial_works()
    {
        await using var old = await TestServer.StartOwnAsync();
        await using var fresh = await TestServer.StartOwnAsync();
        var said = await RunAsync(AddressOf(TestServer.Of(old)), AddressOf(TestServer.Of(fresh)));

        Assert.Contains("shop_2026.purchase", said, StringComparison.Ordinal);
        Assert.Equal(2, said.Split(" 50000\n").Length - 1);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "first.html")));
    }

    // As the page asks for it: a server's address without a database.
    private static string AddressOf(TestServer server) => new Uri(server.Uri).GetLeftPart(UriPartial.Authority);

    private async Task<string> RunAsync(string old, string fresh)
    {
        var program = Path.Combine(_folder.FullName, "actormigrate");
        var runtime = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\nexec '{runtime}' exec '{Path.Combine(AppContext.BaseDirectory, "actormigrate.dll")}' \"$@\"\n");
        var script = Path.Combine(_folder.FullName, "tutorial.sh");
        const string head = "chmod +x actormigrate\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n";
        await File.WriteAllTextAsync(script, head + string.Join('\n', Blocks()));
        var start = new ProcessStartInfo("bash", ["-eux", script])
            { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        start.Environment["PATH"] = $"{_folder.FullName}:{Path.GetDirectoryName(ClientProgram.Find("psql"))}:{start.Environment["PATH"]}";
        start.Environment["OLD"] = old;
        start.Environment["NEW"] = fresh;
        using var shell = Process.Start(start)!;
        try
        {
            var error = shell.StandardError.ReadToEndAsync();
            var output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await shell.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(shell.ExitCode == 0, $"{output}\n{await error}");
            return output;
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    private static IEnumerable<string> Blocks() => Checkout.Read("docs/tutorial.md")
        .Split("```sh\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]);
}
