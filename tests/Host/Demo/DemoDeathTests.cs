using System.Diagnostics;
using System.Runtime.Versioning;

namespace ActorMigrate.Host.Tests.Demo;

[UnsupportedOSPlatform("windows")]
public sealed class DemoDeathTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("demo-");

    // The account that runs the servers has to get in, too.
    public DemoDeathTests() => File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

    [Fact]
    public async Task A_demonstration_that_is_killed_leaves_no_server_and_no_folder()
    {
        using var demo = StartDemo("--scale", "2");
        await WaitForLineAsync(demo, "Filling");
        var servers = _folder.GetDirectories("actormigrate-*").Select(PostmasterOf).ToList();
        Assert.Equal(2, servers.Count);

        demo.Kill();
        await demo.WaitForExitAsync();

        await UntilAsync(() => _folder.GetDirectories("actormigrate-*").Length == 0);
        await UntilAsync(() => !servers.Any(IsAlive));
    }

    [Theory]
    [InlineData("KILL", "Filling")]
    [InlineData("TERM", "Filling")]
    [InlineData("HUP", "Filling")]
    [InlineData("KILL", "2 nodes migrate")]
    [InlineData("TERM", "2 nodes migrate")]
    public async Task A_demonstration_of_several_nodes_that_ends_early_leaves_no_worker_and_no_server(string signal, string moment)
    {
        using var demo = StartDemo("--nodes", "2", "--scale", moment == "Filling" ? "2" : "0.01", "--max-rate", "10kB");
        await WaitForLineAsync(demo, moment);
        Assert.NotEmpty(OfThisTest("worker"));

        using (var kill = Process.Start("kill", ["-s", signal, demo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await demo.WaitForExitAsync();

        await UntilAsync(() => OfThisTest("worker").Count == 0);
        await UntilAsync(() => _folder.GetDirectories("actormigrate-*").Length == 0);
    }

    [Fact]
    public async Task Every_node_of_a_demonstration_does_its_share_however_small_the_database_is()
    {
        using var demo = StartDemo("--scale", "0.05", "--nodes", "2");
        var error = demo.StandardError.ReadToEndAsync();
        var output = await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();

        Assert.True(demo.ExitCode == 0, output + await error);
        Assert.Contains("until the workers are at work, too", await error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^node-1 +[1-9].*coordinates", output);
        Assert.Matches(@"(?m)^node-2 +[1-9]", output);
    }

    [Fact]
    public async Task A_worker_that_is_killed_in_the_middle_of_a_copy_is_named_with_what_became_of_its_tasks_and_the_copy_is_exact()
    {
        using var demo = StartDemo("--scale", "0.05", "--kill");
        var error = demo.StandardError.ReadToEndAsync();
        var output = await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();

        Assert.True(demo.ExitCode == 0, output + await error);
        Assert.Matches(@"The worker node-[23] \(process \d+\) was killed with SIGKILL while it ran [1-9]\d* tasks?\.", output);
        Assert.Matches(
            @"\n  copy-\S+ public\.[^\n]*: "
            + "(rolled back by the server, taken back, and run again by node-[0-9], |had committed in that moment)",
            output);
        Assert.Contains(
            "The copy is exact: all 9 tables were compared afterwards, 9 of them by checksums", output, StringComparison.Ordinal);
        Assert.Matches(@"\bnode-1\b.*coordinates", output);
        Assert.Matches(@"\bnode-[23]\b.*removed", output);
        Assert.Contains("was killed now, by SIGKILL", await error, StringComparison.Ordinal);
        await UntilAsync(() => OfThisTest("worker").Count == 0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The processes of this test that have the word among their arguments, as their environment shows.</summary>
    private List<int> OfThisTest(string word) => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _)
            && Read(name!, "environ").Contains($"TMPDIR={_folder.FullName}\0", StringComparison.Ordinal)
            && Read(name!, "cmdline").Split('\0').Contains(word))
        .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))];

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine("/proc", process, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private Process StartDemo(params string[] flags)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "actormigrate.dll");
        // What was started in the background, or with nohup, ignores these signals, and what it starts would, too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP,TERM", "dotnet", program, "demo", .. flags])
            { RedirectStandardError = true, RedirectStandardOutput = true };
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
