using System.Diagnostics;
using System.Runtime.Versioning;

namespace ActorMigrate.Host.Tests.Demo;

[UnsupportedOSPlatform("windows")]
public sealed class DemoDeathTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("demo-");

    // The account that runs the servers has to get in, too.
    public DemoDeathTests() => File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

    [Fact]
    public async Task A_demonstration_that_is_killed_leaves_no_server_and_no_folder()
    {
        using var demo = StartDemo();
        await WaitForLineAsync(demo, "Filling");
        var servers = _folder.GetDirectories("actormigrate-*").Select(PostmasterOf).ToList();
        Assert.Equal(2, servers.Count);

        demo.Kill();
        await demo.WaitForExitAsync();

        await UntilAsync(() => _folder.GetDirectories("actormigrate-*").Length == 0);
        await UntilAsync(() => !servers.Any(IsAlive));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Process StartDemo()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "actormigrate.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", "--scale", "2"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = _folder.FullName;
        return Process.Start(start)!;
    }

    private static async Task WaitForLineAsync(Process process, string beginning)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var all = new List<string>();
        while (await process.StandardError.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return;
            all.Add(line);
        }

        Assert.Fail("The demonstration ended early: " + string.Join('\n', all));
    }

    // What is awaited here has no signal of its own: its owner is dead.
    private static async Task UntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!holds())
            await Task.Delay(20, deadline.Token);
    }

    private static int PostmasterOf(DirectoryInfo server) =>
        int.Parse(File.ReadLines(Path.Combine(server.FullName, "data", "postmaster.pid")).First());

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
